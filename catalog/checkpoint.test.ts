import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const checkpoint = { size: 3, root: 'ab'.repeat(32) };
const signed = signCheckpoint(checkpoint, privateKey);
/** The signature line of another key under the same text, as a witness adds it. */
const lineOf = (key: typeof privateKey) => signCheckpoint(checkpoint, key).split('\n\n')[1] ?? '';

describe('a checkpoint', () => {
  it('reads back, and not when one character was changed or under another key', () => {
    expect(openCheckpoint(signed, publicKey)).toEqual(checkpoint);
    expect(() => openCheckpoint(signed.replace('\n3\n', '\n4\n'), publicKey)).toThrow('signature');
    expect(() => openCheckpoint(signed, other.publicKey)).toThrow('signature');
    expect(() => openCheckpoint('nonsense', publicKey)).toThrow('no signed note');
  });

  it('reads the same with signatures of witnesses before and after ours', () => {
    const [text, ours] = signed.split('\n\n');
    const witness = lineOf(other.privateKey).replace('sluis/catalog', 'witness.example/w1');
    for (const lines of [
      `${ours}${witness}`,
      `${witness}${ours}`,
      `${witness}${ours}${lineOf(other.privateKey)}`,
    ])
      expect(openCheckpoint(`${text}\n\n${lines}`, publicKey)).toEqual(checkpoint);
  });

  it('is read as C2SP lays it down, with a line of extension that is signed too', () => {
    const root = Buffer.alloc(32, 7);
    const text = `sluis/catalog\n12\n${root.toString('base64')}\nan extension\n`;
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const id = createHash('sha256')
      .update(Buffer.concat([Buffer.from('sluis/catalog\n\x01'), raw]))
      .digest();
    const line = Buffer.concat([id.subarray(0, 4), sign(null, Buffer.from(text), privateKey)]).toString(
      'base64',
    );
    const note = `${text}\n— sluis/catalog ${line}\n`;
    expect(openCheckpoint(note, publicKey)).toEqual({ size: 12, root: root.toString('hex') });
    expect(() => openCheckpoint(note.replace('an ext', 'no ext'), publicKey)).toThrow('signature');
  });

  it('is one text: bits of the signature that mean nothing are not free to change', () => {
    const bytes = Buffer.from(signed.split(' ').at(-1) ?? '', 'base64');
    expect(bytes).toHaveLength(68);
    const last = signed.at(-3) ?? '';
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const changed = `${signed.slice(0, -3)}${digits[digits.indexOf(last) + 1]}${signed.slice(-2)}`;
    expect(Buffer.from(changed.split(' ').at(-1) ?? '', 'base64')).toEqual(bytes);
    expect(() => openCheckpoint(changed, publicKey)).toThrow('no signed note');
  });

  it('is not ours by the signatures of witnesses alone, nor when a line is no signature', () => {
    const [text, ours] = signed.split('\n\n');
    expect(() => openCheckpoint(`${text}\n\n${lineOf(other.privateKey)}`, publicKey)).toThrow('signature');
    expect(() => openCheckpoint(`${text}\n\n${ours}nothing\n`, publicKey)).toThrow('no signed note');
    expect(() => openCheckpoint(`${text}\n\n${ours?.repeat(17)}`, publicKey)).toThrow('no signed note');
  });
});
