import type { KeyObject } from 'node:crypto';
import { keyId, signCheckpoint } from '../checkpoint.js';
import { eventEntry } from '../leaf.js';
import { eventLine, headerLine } from '../log-file.js';
import { leafHash, treeRoot } from '../merkle.js';
import { LIFE_OF_A_SOURCE } from './life-of-a-source.js';

/** An exported log of five events: its lines, header first, without their newlines. */
export function logOfFive(key: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): string[] {
  const entries = LIFE_OF_A_SOURCE.slice(3, 8).map((event) => eventEntry(event));
  const leaves = entries.map(leafHash);
  const note = signCheckpoint({ size: 5, root: treeRoot(leaves).toString('hex') }, key.privateKey);
  const header = headerLine({ checkpoint: note, keyId: keyId(key.publicKey) });
  const events = entries.map((entry, seq) => eventLine(seq, entry, leaves[seq]?.toString('hex') ?? ''));
  return [header, ...events].map((line) => line.slice(0, -1));
}
