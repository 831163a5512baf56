/**
 * Cuts a stream into chunks of one size. A full chunk is held back until another byte comes, since only then is it
 * known not to be the last. The chunk passed on is overwritten by what follows: use it before returning.
 */
export class ChunkCutter {
  readonly #held: Buffer;
  #filled = 0;

  constructor(size: number) {
    this.#held = Buffer.alloc(size);
  }

  add(bytes: Uint8Array, onInner: (chunk: Buffer) => void): void {
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#filled === this.#held.length) {
        onInner(this.#held);
        this.#filled = 0;
      }
      const taken = rest.subarray(0, this.#held.length - this.#filled);
      this.#held.set(taken, this.#filled);
      this.#filled += taken.length;
      rest = rest.subarray(taken.length);
    }
  }

  /** What is left at the end: the last chunk, possibly a full one; empty only where nothing was added. */
  last(): Buffer {
    return this.#held.subarray(0, this.#filled);
  }

  erase(): void {
    this.#held.fill(0);
  }
}
