import type { KeyObject } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';
import { openCheckpoint } from './checkpoint.js';
import type { StoredEvent } from './event-types.js';
import type { Finding, Verification } from './finding.js';
import { bodySha256, eventLeaf } from './leaf.js';
import { LogCheck } from './log-check.js';
import { storedEvents } from './stored-event.js';

/** Where a verifier gets the proofs that the database cannot make itself. */
export interface SignedLog {
  /**
   * The newest note of the audit zone, asked after the rows of the database were read. Null where none was ever written;
   * ChainBroken where one was, and it is gone.
   */
  readonly note: () => Promise<string | null>;
  readonly publicKey: KeyObject;
  /** An older note that somebody kept elsewhere: the log must extend that one too. */
  readonly witness?: string;
}

/**
 * Checks every event against its own hashes, the sequence for gaps, and the whole against every checkpoint that was
 * signed: the tree must extend them all, and the newest must be the one outside the database.
 * Who holds the database and the audit zone together can put back an older state of both: only a witness sees that.
 * Projections and objects are not looked at here.
 */
export async function verifyEvents(client: Pool | ClientBase, log: SignedLog): Promise<Verification> {
  const { roots, outside, signed, findings } = await checkpointsOf(client, log);
  const check = new LogCheck(roots);
  for await (const event of storedEvents(client))
    check.take({ seq: event.seq, leaf: wholeLeaf(event), leafHash: event.leafHash });
  findings.push(...check.end());
  if (outside === 'gone' || (outside === 'never' && roots.size + check.size > 0))
    findings.push({ what: 'no-checkpoint', place: 'audit zone' });
  return { ok: findings.length === 0, events: check.size, signed, findings };
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
  { note, publicKey, witness }: SignedLog,
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
  // First: where the log was signed anew, the events are held against what the witness saw.
  if (witness !== undefined) open(witness, 'witness');
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
export function wholeLeaf(event: StoredEvent): Buffer | null {
  try {
    const leaf = eventLeaf(event, event.schemaVersion);
    const isWhole = leaf.toString('hex') === event.leafHash && bodySha256(event.body) === event.bodySha256;
    return isWhole ? leaf : null;
  } catch {
    return null;
  }
}

function largest(sizes: Iterable<number>): number {
  let most = 0;
  for (const size of sizes) most = Math.max(most, size);
  return most;
}
