import { randomBytes } from 'node:crypto';
import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LandingEncryptor } from '../landing-cipher.js';

export const KEY = randomBytes(32);
export const CONTEXT = { attempt: 'att-1', part: 0 };
/** Bytes of a small chunk and of the header. */
export const CHUNK = 16;
export const HEADER = 40;

export async function through(stream: Transform, input: Iterable<Uint8Array>): Promise<Buffer> {
  const out: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out.push(chunk);
      done();
    },
  });
  await pipeline(Readable.from(input), stream, sink);
  return Buffer.concat(out);
}

export function sealSmall(plain: Uint8Array, context = CONTEXT): Promise<Buffer> {
  return through(new LandingEncryptor(KEY, context, Math.log2(CHUNK)), [plain]);
}
