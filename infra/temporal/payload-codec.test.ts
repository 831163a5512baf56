import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { payloadCodec } from './payload-codec.js';

const payload = () => ({
  metadata: { encoding: Buffer.from('json/plain') },
  data: Buffer.from('"a delivery id"'),
});
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('latin1');

describe('payloads on their way to the Temporal server', () => {
  it('hold nothing of what they carry, and come back as they were', async () => {
    const codec = payloadCodec(randomBytes(32));
    const [hidden] = await codec.encode([payload()]);
    expect(text(hidden?.data)).not.toContain('delivery');
    const [back] = await codec.decode([hidden ?? {}]);
    expect(text(back?.data)).toBe('"a delivery id"');
    expect(text(back?.metadata?.encoding)).toBe('json/plain');
  });

  it('are refused unencrypted', async () => {
    await expect(payloadCodec(randomBytes(32)).decode([payload()])).rejects.toMatchObject({
      code: 'DigestMismatch',
    });
  });

  it('are taken unencrypted where the server itself says that no worker had begun a step, and only so', async () => {
    const codec = payloadCodec(randomBytes(32));
    const said = (data: string, encoding = 'json/plain') => ({
      metadata: { encoding: Buffer.from(encoding) },
      data: Buffer.from(data),
    });
    const [back] = await codec.decode([said('"ACTIVITY_ID_NOT_STARTED"')]);
    expect(text(back?.data)).toBe('"ACTIVITY_ID_NOT_STARTED"');
    const others = [said('"ACTIVITY_ID_NOT_STARTED" '), said('"ACTIVITY_ID_NOT_STARTED"', 'binary/plain')];
    for (const other of others)
      await expect(codec.decode([other])).rejects.toMatchObject({ code: 'DigestMismatch' });
  });

  it('are refused under another key, and when one bit was changed', async () => {
    const codec = payloadCodec(randomBytes(32));
    const [hidden] = await codec.encode([payload()]);
    await expect(payloadCodec(randomBytes(32)).decode([hidden ?? {}])).rejects.toMatchObject({
      code: 'KeyUnavailable',
    });
    const data = Buffer.from(hidden?.data ?? []);
    data[20] = (data[20] ?? 0) ^ 1;
    await expect(codec.decode([{ ...hidden, data }])).rejects.toMatchObject({ code: 'DigestMismatch' });
  });

  it('never look the same twice', async () => {
    const codec = payloadCodec(randomBytes(32));
    const [first, second] = await codec.encode([payload(), payload()]);
    expect(text(first?.data)).not.toBe(text(second?.data));
  });
});
