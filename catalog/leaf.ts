import { canonicalJson, type Json } from '../domain/canonical-json.js';
import { sha256Text } from '../domain/digest.js';
import { SluisError } from '../domain/errors.js';
import { EVENT_SCHEMA_VERSION, type EventIdentity, type NewEvent } from './event-types.js';
import { leafHash } from './merkle.js';

/** An entry bundle of tlog-tiles gives each entry a length of 16 bits. */
export const ENTRY_LIMIT_BYTES = 65_535;

/** The four columns that are unique together. A decision is the same whichever run records it. */
export interface IdentityColumns {
  readonly workflowId: string;
  readonly runId: string;
  readonly step: string;
  readonly passage: number;
}

export function identityColumns(identity: EventIdentity): IdentityColumns {
  if (identity.kind === 'decision')
    return { workflowId: identity.workflowId, runId: '', step: `decision:${identity.key}`, passage: 0 };
  const { workflowId, runId, step, passage } = identity;
  return { workflowId, runId, step, passage };
}

/** The inverse of `identityColumns`. */
export function identityOf({ workflowId, runId, step, passage }: IdentityColumns): EventIdentity {
  if (runId === '' && step.startsWith('decision:'))
    return { kind: 'decision', workflowId, key: step.slice('decision:'.length) };
  return { kind: 'step', workflowId, runId, step, passage };
}

export function bodySha256(body: NewEvent['body']): string {
  return sha256Text(canonicalJson(body as unknown as Json));
}

/** Hash of what the tree holds of an event, 32 bytes. */
export function eventLeaf(event: NewEvent, schemaVersion = EVENT_SCHEMA_VERSION): Buffer {
  return leafHash(eventEntry(event, schemaVersion));
}

/** What the tree holds of an event: type, schema version, instant, actor, identity and body as canonical JSON. */
export function eventEntry(event: NewEvent, schemaVersion = EVENT_SCHEMA_VERSION): Buffer {
  return Buffer.from(
    canonicalJson({
      type: event.type,
      schemaVersion,
      occurredAt: event.occurredAt,
      actor: event.actor,
      identity: { ...identityColumns(event.identity) },
      body: event.body as unknown as Json,
    }),
  );
}

/** An escaped U+0000, not the text of one (which has a backslash more). */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/**
 * The leaf of an event that is about to be appended.
 * @throws SluisError ContractInvalid (what a person submits) or UsageInvalid where the entry is too long for a tile;
 *   UsageInvalid where a text holds what jsonb cannot (U+0000, half a surrogate pair) or a number is not finite.
 */
export function leafToAppend(event: NewEvent): Buffer {
  const entry = storableEntry(event);
  if (entry.length <= ENTRY_LIMIT_BYTES) return leafHash(entry);
  const details = { type: event.type, bytes: entry.length, limit: ENTRY_LIMIT_BYTES };
  if (event.type === 'contractSubmitted' || event.type === 'linkageSubmitted')
    throw new SluisError(
      'ContractInvalid',
      `${aboutSubmitted(event)} takes ${entry.length} bytes in the log, which holds ${ENTRY_LIMIT_BYTES} an entry: shorten its texts and code lists, or split the source.`,
      details,
    );
  throw new SluisError(
    'UsageInvalid',
    `The event ${event.type} of ${event.identity.workflowId} takes ${entry.length} bytes; the log holds ${ENTRY_LIMIT_BYTES} an entry.`,
    details,
  );
}

function storableEntry(event: NewEvent): Buffer {
  const refused = () =>
    new SluisError(
      'UsageInvalid',
      `The event ${event.type} of ${event.identity.workflowId} holds a character or a number that the log cannot keep.`,
      { type: event.type },
    );
  let entry: Buffer;
  try {
    entry = eventEntry(event);
  } catch {
    throw refused();
  }
  if (ESCAPED_NUL.test(entry.toString('utf8'))) throw refused();
  return entry;
}

function aboutSubmitted(event: NewEvent<'contractSubmitted' | 'linkageSubmitted'>): string {
  return event.type === 'contractSubmitted'
    ? `The contract ${event.body.contract.id} of ${event.body.sourceId}`
    : `The linkage domain ${event.body.linkageId}`;
}
