import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';
import { type Checkpoint, openCheckpoint, signCheckpoint } from './checkpoint.js';
import { TreeFrontier } from './tree-frontier.js';

/** Where the newest checkpoint stands: outside PostgreSQL, since a tree that vouches for itself proves nothing. */
export interface CheckpointStore {
  /** Null where none was ever written. @throws SluisError ChainBroken where one was, and it is gone */
  read(): Promise<string | null>;
  write(note: string): Promise<void>;
}

/** Session lock of the database, beside those of migrations (0) and appends (1). */
const KEEPER_LOCK = '1936483699, 2';
const LOCK_WITHIN = '30s';
const LEAVES_A_READ = 10_000;

/** What a keeper has seen with its own eyes: a tree that a signed checkpoint covers, and its last leaf. */
interface Known {
  readonly tree: TreeFrontier;
  readonly lastLeaf: string | null;
}

/**
 * Signs the tree after each commit. Keepers, in this process or another, take turns; a checkpoint that was written is
 * never taken back. Only what is new is hashed: whether old events were changed in place is for `audit verify`.
 */
export class CheckpointKeeper {
  private known: Known = { tree: TreeFrontier.empty(), lastLeaf: null };
  private line: Promise<unknown> = Promise.resolve();
  private waiting: Promise<Checkpoint> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly store: CheckpointStore,
    private readonly privateKey: KeyObject,
  ) {}

  /**
   * The checkpoint that is returned covers every event committed before the call; calls that wait share one.
   * @throws SluisError ChainBroken where the events no longer extend the last checkpoint, or that one is gone or replaced
   *   by an older one; then nothing is written
   */
  advance(): Promise<Checkpoint> {
    this.waiting ??= this.line.then(() => {
      this.waiting = null;
      return this.inTurn();
    });
    this.line = this.waiting.catch(() => undefined);
    return this.waiting;
  }

  private async inTurn(): Promise<Checkpoint> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("SELECT set_config('lock_timeout', $1, false)", [LOCK_WITHIN]);
      await client.query(`SELECT pg_advisory_lock(${KEEPER_LOCK})`);
      const next = await this.sign(client);
      await client.query(`SELECT pg_advisory_unlock(${KEEPER_LOCK})`);
      await client.query('RESET lock_timeout');
      return next;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A closed session holds no lock: whatever failed, the next keeper need not wait.
      client.release(failure);
    }
  }

  private async sign(client: ClientBase): Promise<Checkpoint> {
    const last = await this.lastCheckpoint(client);
    const { tree, lastLeaf } = await this.extended(client, last);
    const next = { size: tree.size, root: tree.root() };
    if (last === null || last.size < next.size) {
      const note = signCheckpoint(next, this.privateKey);
      await this.store.write(note);
      await remember(client, next.size, note);
    }
    this.known = { tree, lastLeaf };
    return next;
  }

  /** Null for a log that never had a checkpoint, by the word of the store, of the catalog and of this keeper. */
  private async lastCheckpoint(client: ClientBase): Promise<Checkpoint | null> {
    const note = await this.store.read();
    const { rows } = await client.query<{ size: string | null }>(
      'SELECT max(size) AS size FROM catalog.checkpoint',
    );
    const remembered = rows[0]?.size ?? null;
    if (note === null) {
      if (remembered === null && this.known.tree.size === 0) return null;
      throw checkpointGone();
    }
    const checkpoint = openCheckpoint(note, createPublicKey(this.privateKey));
    if (checkpoint.size < Math.max(Number(remembered ?? 0), this.known.tree.size))
      throw broken(`The signed checkpoint of ${checkpoint.size} was put in the place of a later one`);
    // Its keeper ended between the two writes.
    if (remembered === null || Number(remembered) < checkpoint.size)
      await remember(client, checkpoint.size, note);
    return checkpoint;
  }

  /** The tree of all events, where it extends both what is known and the last checkpoint. */
  private async extended(client: ClientBase, last: Checkpoint | null): Promise<Known> {
    const tree = this.known.tree.copy();
    let { lastLeaf } = this.known;
    let agrees = last === null || (last.size === tree.size && last.root === tree.root());
    // From the last known leaf on: a log that was cut, or cut and grew again, does not have it there.
    let follows = tree.size === 0;
    for await (const { seq, leaf } of leavesFrom(client, Math.max(0, tree.size - 1))) {
      if (!follows && seq === tree.size - 1 && leaf === lastLeaf) {
        follows = true;
        continue;
      }
      if (!follows || seq !== tree.size) throw extendsNot(tree.size, last);
      tree.append(Buffer.from(leaf, 'hex'));
      lastLeaf = leaf;
      if (tree.size === last?.size) agrees = tree.root() === last.root;
    }
    if (!agrees || !follows) throw extendsNot(tree.size, last);
    return { tree, lastLeaf };
  }
}

async function* leavesFrom(client: ClientBase, from: number): AsyncIterable<{ seq: number; leaf: string }> {
  for (let next = from; ; ) {
    const { rows } = await client.query<{ seq: string; leaf: string }>(
      `SELECT seq, leaf_hash AS leaf FROM catalog.event WHERE seq >= $1 ORDER BY seq LIMIT ${LEAVES_A_READ}`,
      [next],
    );
    for (const { seq, leaf } of rows) yield { seq: Number(seq), leaf };
    if (rows.length < LEAVES_A_READ) return;
    next = Number(rows.at(-1)?.seq) + 1;
  }
}

async function remember(client: ClientBase, size: number, note: string): Promise<void> {
  await client.query('INSERT INTO catalog.checkpoint (size, note) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    size,
    note,
  ]);
}

/** There was a checkpoint, and it no longer stands in the audit zone. */
export const checkpointGone = () => broken('The signed checkpoint is gone from the audit zone');
const extendsNot = (events: number, last: Checkpoint | null) =>
  broken(`The ${events} events of the catalog do not extend the signed checkpoint of ${last?.size ?? 0}`);
function broken(what: string): SluisError {
  return new SluisError('ChainBroken', `${what}; run: sluis audit verify`);
}
