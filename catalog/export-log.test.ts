import { createHash, verify as verifySignature } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exportLog } from './export-log.js';
import { SIGNING_KEY, signedLogForTests } from './testing/signed-log.js';
import { readLogFileHeader, verifyLogFile } from './verify-log-file.js';

const { store, append, verify, tamper, superuser, keeper } = signedLogForTests();

/** Lines of the exported log, header first, without their newlines. */
async function exported(): Promise<string[]> {
  const lines: string[] = [];
  const log = exportLog(superuser(), store.note ?? '', SIGNING_KEY.publicKey);
  for await (const line of log.lines()) lines.push(line.slice(0, -1));
  return lines;
}

async function* chunksOf(lines: readonly string[]) {
  for (const line of lines) yield Buffer.from(`${line}\n`);
}

/** The parts of a line as text, without any code of ours: members stand in the order of their names. */
const EVENT = /^\{"entry":(?<entry>\{.*\}),"leafHash":"(?<hash>[0-9a-f]{64})","seq":(?<seq>\d+)\}$/;

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 6962, section 2.1, in the words of the standard: a second computation. */
function rootOver(entries: readonly string[]): Buffer {
  if (entries.length === 1) return sha256(Buffer.of(0), Buffer.from(entries[0] ?? ''));
  let k = 1;
  while (k << 1 < entries.length) k <<= 1;
  return sha256(Buffer.of(1), rootOver(entries.slice(0, k)), rootOver(entries.slice(k)));
}

describe('an exported log', () => {
  it('verifies with the public key alone', async () => {
    const { events, keyId } = exportLog(superuser(), store.note ?? '', SIGNING_KEY.publicKey);
    const verified = await verifyLogFile(chunksOf(await exported()), SIGNING_KEY.publicKey);
    expect(verified).toEqual({ ok: true, events, signed: 5, findings: [] });
    expect(Buffer.from(store.note?.split(' ').at(-1) ?? '', 'base64').toString('hex', 0, 4)).toBe(keyId);
  });

  it('leads to the signed root and signature by a second computation, from its text alone', async () => {
    const lines = await exported();
    const { checkpoint } = JSON.parse(lines[0] ?? '') as { checkpoint: string };
    const [signedText = '', signatures = ''] = checkpoint.split(/(?<=\n)\n/);
    const [origin, size, root] = signedText.split('\n');
    const entries = lines.slice(1).map((line) => EVENT.exec(line)?.groups?.entry ?? '');
    expect([origin, size, root]).toEqual(['sluis/catalog', '5', rootOver(entries).toString('base64')]);
    const signature = Buffer.from(signatures.trim().split(' ')[2] ?? '', 'base64').subarray(4);
    expect(verifySignature(null, Buffer.from(signedText), SIGNING_KEY.publicKey, signature)).toBe(true);
  });

  it('holds what the reader of the catalog sees of each event, in order', async () => {
    const lines = await exported();
    const { rows } = await superuser().query(
      `SELECT type, schema_version AS "schemaVersion", actor, body, workflow_id FROM reading.event ORDER BY seq`,
    );
    const entries = lines.slice(1).map((line) => JSON.parse(line).entry);
    expect(entries).toHaveLength(5);
    for (const [at, { workflow_id: workflowId, ...row }] of rows.entries())
      expect(entries[at]).toMatchObject({ ...row, identity: { workflowId } });
  });

  it('ends where the checkpoint does: what came later is in the next one', async () => {
    const lines = await exported();
    await append('later');
    expect(await exported()).toEqual(lines);
    await keeper().advance();
    expect(await exported()).toHaveLength(7);
  });

  it('is not made of a log that is not what was signed', async () => {
    await tamper(`UPDATE catalog.event SET body = jsonb_set(body, '{sourceId}', '"other"') WHERE seq = 2`);
    await expect(exported()).rejects.toMatchObject({ code: 'ChainBroken' });
    await tamper('DELETE FROM catalog.event WHERE seq >= 2');
    await expect(exported()).rejects.toMatchObject({ code: 'ChainBroken' });
  });
});

describe('an export that is kept elsewhere', () => {
  it('finds database and audit zone that were put back together to an older state', async () => {
    const older = { note: store.note };
    for (const id of ['d5', 'd6']) await append(id);
    await keeper().advance();
    const witness = await readLogFileHeader(chunksOf(await exported()));
    expect(await verify(witness.checkpoint)).toMatchObject({ ok: true });
    for (const table of ['event', 'delivery', 'checkpoint'])
      await tamper(
        table === 'delivery'
          ? `DELETE FROM catalog.delivery WHERE delivery_id IN ('d5', 'd6')`
          : `DELETE FROM catalog.${table} WHERE ${table === 'event' ? 'seq >=' : 'size >'} 5`,
      );
    Object.assign(store, older);
    expect(await verify()).toMatchObject({ ok: true, events: 5 });
    expect((await verify(witness.checkpoint)).findings).toEqual([
      { what: 'checkpoint-replaced', place: 'audit zone: 5 of 7' },
      { what: 'events-cut', place: 'events 5 to 6' },
    ]);
  });

  it('finds a log that whoever has its key signed anew', async () => {
    const [header] = await exported();
    await tamper('DELETE FROM catalog.event WHERE seq = 4');
    await tamper('DELETE FROM catalog.checkpoint');
    Object.assign(store, { note: null, begun: false });
    await append('another');
    await keeper().advance();
    expect(await verify()).toMatchObject({ ok: true, events: 5 });
    const witness = await readLogFileHeader(chunksOf([header ?? '']));
    expect((await verify(witness.checkpoint)).findings).toContainEqual({
      what: 'history-rewritten',
      place: 'events 0 to 4',
    });
  });
});
