import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of the bytes of a file, in hexadecimal digits; read as a stream. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
