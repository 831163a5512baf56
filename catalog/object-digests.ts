import type { ClientBase, Pool } from 'pg';
import type { StoredObject } from '../domain/dataset.js';
import type { Zone } from '../domain/names.js';
import type { Made } from './event-bodies.js';
import type { BodyOf, StoredEvent } from './event-types.js';
import { EVENT_COLUMNS, type EventRow, storedEvent } from './stored-event.js';

/** An object that the events say exists, or was destroyed, as its zone's worker can check it. */
export interface ObjectDigest {
  readonly zone: Zone;
  readonly key: string;
  /** SHA-256 of the bytes in the store; in landing that is the ciphertext. */
  readonly sha256: string;
  /** Bytes in the store; null in landing, where the events count the plaintext. */
  readonly bytes: number | null;
  /** The event that claims it, so that a finding names its place. */
  readonly seq: number;
  /** It was destroyed by that event: it must not be there. */
  readonly gone?: true;
}

const CLAIMING = ['deliveryLanded', 'pseudonymised', 'curated', 'analysed', 'protected', 'released'] as const;
type Claiming = (typeof CLAIMING)[number];

/**
 * Every object that the events claim, in the order of zone and key, each claim once. What an aborted delivery left is not
 * claimed: it may be swept at any time. What is quarantined or refused is: it stays until its day of destruction, and
 * what was destroyed is claimed no more.
 */
export function objectDigests(events: readonly StoredEvent[]): ObjectDigest[] {
  const aborted = new Set(
    events.flatMap((event) => (event.type === 'deliveryAborted' ? [event.body.deliveryId] : [])),
  );
  const gone = new Set(
    events.flatMap((event) => (event.type === 'destroyed' ? event.body.objects.map(place) : [])),
  );
  const claims = new Map<string, ObjectDigest>();
  for (const event of events) {
    if ('deliveryId' in event.body && aborted.has(event.body.deliveryId)) continue;
    for (const claim of claimsOf(event)) {
      if (gone.has(place(claim))) continue;
      const same = `${claim.zone} ${claim.key} ${claim.sha256}`;
      if (!claims.has(same)) claims.set(same, claim);
    }
  }
  return [...claims.values()].sort((a, b) =>
    place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : a.seq - b.seq,
  );
}

const place = ({ zone, key }: Pick<ObjectDigest, 'zone' | 'key'>) => `${zone} ${key}`;

/** Every object that was destroyed: nothing of its name may be there again, since a key is never used twice. */
function destroyedObjects(events: readonly StoredEvent[]): ObjectDigest[] {
  return events.flatMap((event) =>
    event.type === 'destroyed'
      ? event.body.objects.map((object) => ({ ...object, bytes: null, seq: event.seq, gone: true as const }))
      : [],
  );
}

/** `objectDigests` of the whole catalog, and then what was destroyed, as reader or control. */
export async function objectDigestsOf(client: Pool | ClientBase): Promise<ObjectDigest[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM reading.event WHERE type = ANY($1) ORDER BY seq`,
    [[...CLAIMING, 'deliveryAborted', 'destroyed']],
  );
  const events = rows.map(storedEvent);
  return [...objectDigests(events), ...destroyedObjects(events)];
}

type Claims = { readonly [T in Claiming]: (body: BodyOf[T], seq: number) => ObjectDigest[] };

const made = ({ manifest }: Made, seq: number): ObjectDigest[] =>
  manifest.objects.map((object) => stored(manifest.zone, object, seq));

const CLAIMS: Claims = {
  deliveryLanded: ({ parts }, seq) =>
    parts.map(({ key, cipherSha256 }) => ({ zone: 'landing', key, sha256: cipherSha256, bytes: null, seq })),
  pseudonymised: made,
  curated: made,
  analysed: made,
  protected: made,
  released: (body, seq) => [
    ...made(body, seq),
    ...body.files.map((file) => stored(body.manifest.zone, file, seq)),
  ],
};

function claimsOf(event: StoredEvent): ObjectDigest[] {
  if (!isClaiming(event)) return [];
  const claims = CLAIMS[event.type] as (body: BodyOf[Claiming], seq: number) => ObjectDigest[];
  return claims(event.body, event.seq);
}

function isClaiming(event: StoredEvent): event is StoredEvent<Claiming> {
  return (CLAIMING as readonly string[]).includes(event.type);
}

function stored(zone: Zone, object: Omit<StoredObject, 'rows'>, seq: number): ObjectDigest {
  return { zone, key: object.key, sha256: object.sha256, bytes: object.bytes, seq };
}
