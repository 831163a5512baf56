import type { KeyObject } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';
import { openCheckpoint } from './checkpoint.js';
import type { StoredEvent } from './event-types.js';
import { bodySha256, eventLeaf } from './leaf.js';
import { storedEvents } from './stored-event.js';
import { TreeFrontier } from './tree-frontier.js';

export interface Finding {
  readonly what:
    | 'event-changed'
    | 'event-missing'
    | 'events-cut'
    | 'history-rewritten'
    | 'no-checkpoint'
    | 'checkpoint-invalid'
    | 'checkpoint-replaced'
    | 'projection-differs'
    | 'object-missing'
    | 'object-changed'
    | 'object-remains'
    | 'seal-missing'
    | 'seal-changed';
  /** Sequence number or range, size of a checkpoint, table and key, or zone and object key: where to look. */
  readonly place: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  /** Events that the signed checkpoint covers. */
  readonly signed: number;
  readonly findings: readonly Finding[];
}

/** Where a verifier gets the proofs that the database cannot make itself. */
export interface SignedLog {
  /**
   * The newest note of the audit zone, asked after the rows of the database were read. Null where none was ever written;
   * ChainBroken where one was, and it is gone.
   */
  readonly note: () => Promise<string | null>;
  readonly publicKey: KeyObject;
}

/**
 * Checks every event against its own hashes, the sequence for gaps, and the whole against every checkpoint that was
 * signed: the tree must extend them all, and the newest must be the one outside the database. A history that was
 * rewritten so that its hashes fit again is found between the last checkpoint that holds and the first that does not.
 * Who holds the database and the audit zone together can put back an older state of both: only a witness sees that.
 * Projections and objects are not looked at here.
 */
export async function verifyEvents(client: Pool | ClientBase, log: SignedLog): Promise<Verification> {
  const { roots, outside, signed, findings } = await checkpointsOf(client, log);
  const tree = TreeFrontier.empty();
  let next = 0;
  let proven = 0;
  let rewritten: Finding | null = null;
  for await (const event of storedEvents(client)) {
    const place = `event ${event.seq}`;
    const leaf = wholeLeaf(event);
    if (leaf === null) findings.push({ what: 'event-changed', place });
    if (event.seq !== next) findings.push({ what: 'event-missing', place: `before ${place}` });
    next = event.seq + 1;
    tree.append(leaf ?? Buffer.from(event.leafHash, 'hex'));
    const root = roots.get(tree.size);
    if (root === undefined) continue;
    if (root === tree.root()) proven = tree.size;
    else rewritten ??= { what: 'history-rewritten', place: range(proven, tree.size) };
  }
  if (rewritten) findings.push(rewritten);
  const most = largest([signed, ...roots.keys()]);
  if (tree.size < most) findings.push({ what: 'events-cut', place: range(tree.size, most) });
  if (outside === 'gone' || (outside === 'never' && roots.size + tree.size > 0))
    findings.push({ what: 'no-checkpoint', place: 'audit zone' });
  return { ok: findings.length === 0, events: tree.size, signed, findings };
}

interface SignedRoots {
  /** Root by size. */
  readonly roots: ReadonlyMap<number, string>;
  readonly outside: 'found' | 'never' | 'gone';
  /** Size of the newest checkpoint outside the database. */
  readonly signed: number;
  readonly findings: Finding[];
}

async function checkpointsOf(
  client: Pool | ClientBase,
  { note, publicKey }: SignedLog,
): Promise<SignedRoots> {
  const { rows } = await client.query<{ size: string; note: string }>(
    'SELECT size, note FROM reading.checkpoint ORDER BY size',
  );
  const roots = new Map<number, string>();
  const findings: Finding[] = [];
  const open = (text: string, place: string, size?: number): number => {
    try {
      const checkpoint = openCheckpoint(text, publicKey);
      if (size !== undefined && checkpoint.size !== size) throw new RangeError('filed under another size');
      if ((roots.get(checkpoint.size) ?? checkpoint.root) !== checkpoint.root)
        throw new RangeError('two roots of one size');
      roots.set(checkpoint.size, checkpoint.root);
      return checkpoint.size;
    } catch {
      findings.push({ what: 'checkpoint-invalid', place });
      return 0;
    }
  };
  for (const row of rows) open(row.note, `checkpoint of ${row.size}`, Number(row.size));
  const remembered = largest(roots.keys());
  const newest = await newestNote(note);
  if (newest === 'never' || newest === 'gone') return { roots, outside: newest, signed: 0, findings };
  const signed = open(newest.text, 'audit zone');
  if (signed < remembered && findings.every(({ place }) => place !== 'audit zone'))
    findings.push({ what: 'checkpoint-replaced', place: `audit zone: ${signed} of ${remembered}` });
  return { roots, outside: 'found', signed, findings };
}

async function newestNote(note: SignedLog['note']): Promise<{ text: string } | 'never' | 'gone'> {
  try {
    const text = await note();
    return text === null ? 'never' : { text };
  } catch (error) {
    if (error instanceof SluisError && error.code === 'ChainBroken') return 'gone';
    throw error;
  }
}

/** The leaf, recomputed from what the event says; null where its hashes are not those of what it says. */
function wholeLeaf(event: StoredEvent): Buffer | null {
  try {
    const leaf = eventLeaf(event, event.schemaVersion);
    const isWhole = leaf.toString('hex') === event.leafHash && bodySha256(event.body) === event.bodySha256;
    return isWhole ? leaf : null;
  } catch {
    return null;
  }
}

const range = (from: number, until: number) =>
  until - from === 1 ? `event ${from}` : `events ${from} to ${until - 1}`;

function largest(sizes: Iterable<number>): number {
  let most = 0;
  for (const size of sizes) most = Math.max(most, size);
  return most;
}
