import { createHash, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { SluisError } from '../domain/errors.js';
import { ChunkCutter } from './landing-cipher-chunks.js';
import { LandingDecryptor } from './landing-cipher-decryptor.js';
import {
  CHUNK_LOG2,
  type ChunkKeys,
  type ChunkPlace,
  deriveChunkKeys,
  type LandingContext,
  makeHeader,
  SALT_BYTES,
  sealChunk,
} from './landing-cipher-format.js';

export type { LandingContext } from './landing-cipher-format.js';

/** Counts in bytes, SHA-256 in 64 lower-case hexadecimal digits. */
export interface LandingDigests {
  readonly bytes: number;
  readonly sha256: string;
  readonly cipherBytes: number;
  readonly cipherSha256: string;
}

/**
 * Encrypts what is written to it, in the memory of a chunk. The data key is not kept: its lease may end at once.
 * @throws SluisError UsageInvalid for a key that is not 32 bytes or a context out of its shape
 */
export function encryptStream(key: Uint8Array, context: LandingContext): LandingEncryptor {
  return new LandingEncryptor(key, context, CHUNK_LOG2);
}

/**
 * Gives the plaintext back, each chunk once it is authenticated; whether the file is whole is known only at the end, so
 * nothing read may be relied on before the stream has ended. Fails with SluisError DigestMismatch on any change, cut,
 * reordering or addition, and on a file of another attempt or part. The data key may be erased at once: a copy is kept
 * until the header is read.
 * @throws SluisError UsageInvalid for a key that is not 32 bytes or a context out of its shape
 */
export function decryptStream(key: Uint8Array, context: LandingContext): Transform {
  return new LandingDecryptor(key, context);
}

/** See `encryptStream`; made directly only to try chunks smaller than 1 MiB. */
export class LandingEncryptor extends Transform {
  readonly #keys: ChunkKeys;
  readonly #cutter: ChunkCutter;
  readonly #plainHash = createHash('sha256');
  readonly #cipherHash = createHash('sha256');
  #counter = 0;
  #bytes = 0;
  #cipherBytes = 0;
  #digests: LandingDigests | undefined;

  constructor(key: Uint8Array, context: LandingContext, chunkLog2: number) {
    super();
    const header = makeHeader(chunkLog2, randomBytes(SALT_BYTES));
    this.#keys = deriveChunkKeys(key, header, context);
    this.#cutter = new ChunkCutter(2 ** chunkLog2);
    this.#emit(header);
  }

  /** @throws SluisError UsageInvalid before the stream has ended */
  digests(): LandingDigests {
    if (!this.#digests) throw new SluisError('UsageInvalid', 'digests are known when the stream has ended');
    return this.#digests;
  }

  override _transform(plain: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#bytes += plain.length;
      this.#plainHash.update(plain);
      this.#cutter.add(plain, (chunk) => this.#seal(chunk, 'inner'));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#seal(this.#cutter.last(), 'last');
    } catch (error) {
      done(error as Error);
      return;
    }
    this.#digests = {
      bytes: this.#bytes,
      sha256: this.#plainHash.digest('hex'),
      cipherBytes: this.#cipherBytes,
      cipherSha256: this.#cipherHash.digest('hex'),
    };
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#keys.key.fill(0);
    this.#cutter.erase();
    done(error);
  }

  #seal(chunk: Uint8Array, place: ChunkPlace): void {
    this.#emit(sealChunk(this.#keys, this.#counter, place, chunk));
    this.#counter += 1;
  }

  #emit(bytes: Buffer): void {
    this.#cipherHash.update(bytes);
    this.#cipherBytes += bytes.length;
    this.push(bytes);
  }
}
