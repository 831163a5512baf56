import type { PseudonymTag } from './dataset.js';

/**
 * What the data path needs to make pseudonyms of one entity type: HMAC pads of a leased key and the canonical form.
 * Messages are text: a prefix, then the canonical value (or, where it fails its check, the trimmed delivered one).
 */
export interface PseudonymKey {
  readonly tag: PseudonymTag;
  /** Key XOR 0x36 and key XOR 0x5c, 64 bytes each (FIPS 198-1). Overwritten by the caller when the lease ends. */
  readonly innerPad: Uint8Array;
  readonly outerPad: Uint8Array;
  readonly prefix: string;
  readonly invalidPrefix: string;
  /** First character of the pseudonym of an invalid identifier: outside the alphabet, so it can never equal a valid one. */
  readonly invalidMark: string;
  /** SQL for the canonical form of a text expression, NULL where invalid. */
  readonly canonicalSql: (text: string) => string;
}
