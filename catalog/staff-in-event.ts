import type { ClientBase, Pool } from 'pg';
import type { EventType } from '../domain/names.js';
import type { StaffReference } from './event-bodies.js';
import type { EventActor, NewEvent } from './event-types.js';
import { type StaffKey, staffReference } from './staff.js';

/** Where bodies speak of a member of staff. */
const STAFF_FIELDS = ['submitter', 'by', 'deliveredBy', 'requester'] as const;
const PERSON = 'person:';

/**
 * An event whose writer gave names of persons (as actor, and as `ref` of its staff), as it may be appended: with references
 * in their places. Once an event, and before the append of the same transaction.
 */
export async function withStaffReferences<T extends EventType>(
  client: Pool | ClientBase,
  event: NewEvent<T>,
  key: StaffKey,
): Promise<NewEvent<T>> {
  const refer = (name: string) => staffReference(client, name, key);
  const staff = event.body as { readonly [F in (typeof STAFF_FIELDS)[number]]?: StaffReference };
  const references: Record<string, StaffReference> = {};
  // One after the other: a connection does one thing at a time.
  for (const field of STAFF_FIELDS) {
    const named = staff[field];
    if (!named) continue;
    const grantedBy = named.grantedBy === undefined ? {} : { grantedBy: await refer(named.grantedBy) };
    references[field] = { ...named, ...grantedBy, ref: await refer(named.ref) };
  }
  const actor: EventActor = event.actor.startsWith(PERSON)
    ? `person:${await refer(event.actor.slice(PERSON.length))}`
    : event.actor;
  return { ...event, actor, body: { ...event.body, ...references } };
}
