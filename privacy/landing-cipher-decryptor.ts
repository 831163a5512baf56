import { Transform, type TransformCallback } from 'node:stream';
import { ChunkCutter } from './landing-cipher-chunks.js';
import {
  type ChunkKeys,
  type ChunkPlace,
  checkUse,
  deriveChunkKeys,
  HEADER_BYTES,
  type LandingContext,
  openChunk,
  readChunkSize,
  TAG_BYTES,
  tampered,
} from './landing-cipher-format.js';

interface Body {
  readonly keys: ChunkKeys;
  readonly cutter: ChunkCutter;
}

/** The stream behind `decryptStream`. */
export class LandingDecryptor extends Transform {
  readonly #context: LandingContext;
  readonly #dataKey: Uint8Array;
  #header = Buffer.alloc(0);
  #body: Body | undefined;
  #counter = 0;

  constructor(key: Uint8Array, context: LandingContext) {
    super();
    checkUse(key, context);
    this.#context = context;
    this.#dataKey = Uint8Array.from(key);
  }

  override _transform(sealed: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      const rest = this.#takeHeader(sealed);
      const body = this.#body;
      if (body) body.cutter.add(rest, (chunk) => this.#open(body, chunk, 'inner'));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (!this.#body) throw tampered(this.#context, 'header');
      this.#open(this.#body, this.#body.cutter.last(), 'last');
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#dataKey.fill(0);
    this.#body?.keys.key.fill(0);
    done(error);
  }

  /** Returns what follows the header. */
  #takeHeader(bytes: Buffer): Buffer {
    if (this.#body) return bytes;
    const missing = HEADER_BYTES - this.#header.length;
    this.#header = Buffer.concat([this.#header, bytes.subarray(0, missing)]);
    if (this.#header.length === HEADER_BYTES) this.#body = this.#start();
    return bytes.subarray(missing);
  }

  #start(): Body {
    const chunkSize = readChunkSize(this.#header, this.#context);
    const keys = deriveChunkKeys(this.#dataKey, this.#header, this.#context);
    this.#dataKey.fill(0);
    return { keys, cutter: new ChunkCutter(chunkSize + TAG_BYTES) };
  }

  #open(body: Body, sealed: Buffer, place: ChunkPlace): void {
    const plain = openChunk(body.keys, this.#counter, place, sealed);
    // One plaintext has one chunking: an empty last chunk says "empty file" and nothing else.
    const stray = plain?.length === 0 && this.#counter > 0;
    if (!plain || stray) throw tampered(this.#context, `chunk ${this.#counter}`);
    this.#counter += 1;
    this.push(plain);
  }
}
