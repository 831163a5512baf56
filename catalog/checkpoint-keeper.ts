import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { treeRoot } from './merkle.js';

/** Where the newest checkpoint stands: outside PostgreSQL, since a tree that vouches for itself proves nothing. */
export interface CheckpointStore {
  /** Null where none was ever written. */
  read(): Promise<string | null>;
  write(note: string): Promise<void>;
}

/** Root over the first `size` leaves. */
export function rootOf(leaves: readonly string[], size: number): string {
  const bytes = leaves.slice(0, size).map((leaf) => Buffer.from(leaf, 'hex'));
  return treeRoot(bytes).toString('hex');
}

/** Signs the tree after each commit. One at a time: a checkpoint that was written is never taken back. */
export class CheckpointKeeper {
  private readonly leaves: string[] = [];
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pool | ClientBase,
    private readonly store: CheckpointStore,
    private readonly privateKey: KeyObject,
  ) {}

  /** @throws SluisError ChainBroken where the events no longer extend the last checkpoint; then nothing is written */
  advance(): Promise<Checkpoint> {
    const mine = this.line.then(() => this.advanceNow());
    this.line = mine.catch(() => undefined);
    return mine;
  }

  private async advanceNow(): Promise<Checkpoint> {
    // Before the leaves: a note that another process writes meanwhile may cover more events than these.
    const note = await this.store.read();
    const { rows } = await this.pool.query<{ leaf: string }>(
      'SELECT leaf_hash AS leaf FROM catalog.event WHERE seq >= $1 ORDER BY seq',
      [this.leaves.length],
    );
    this.leaves.push(...rows.map(({ leaf }) => leaf));
    if (note !== null) this.demandExtension(openCheckpoint(note, createPublicKey(this.privateKey)));
    const next = { size: this.leaves.length, root: rootOf(this.leaves, this.leaves.length) };
    await this.store.write(signCheckpoint(next, this.privateKey));
    return next;
  }

  private demandExtension({ size, root }: Checkpoint): void {
    if (size <= this.leaves.length && rootOf(this.leaves, size) === root) return;
    throw new SluisError(
      'ChainBroken',
      `The ${this.leaves.length} events of the catalog do not extend the signed checkpoint of ${size}; run: sluis audit verify`,
    );
  }
}
