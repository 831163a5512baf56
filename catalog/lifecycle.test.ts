import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EventOf, eventsOf, LIVES, type Living, movesOf, statesOf } from '../domain/lifecycle.js';
import { appendEvent, inTransaction } from './append.js';
import { applyChanges } from './apply-changes.js';
import type { NewEvent } from './event-types.js';
import { PROJECTIONS } from './projection-tables.js';
import { compareProjections } from './rebuild.js';
import { connectionsForTests } from './testing/connections.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';

const connect = connectionsForTests();
const LIVING = Object.keys(LIVES) as Living[];
let control: pg.Client;
let superuser: pg.Client;
/** A row of each projection in its last state, as the events of a whole life left it. */
const rows: Partial<Record<Living, Record<string, unknown>>> = {};

beforeAll(async () => {
  control = await connect('sluis_control');
  superuser = await connect();
  for (const event of LIFE_OF_A_SOURCE) await inTransaction(control, () => appendEvent(control, event));
  for (const living of LIVING) {
    const { rows: found } = await superuser.query(
      `SELECT to_jsonb(t) AS row FROM catalog.${living} t LIMIT 1`,
    );
    rows[living] = found[0].row;
  }
});

/** What comes of a row in a state when its projection is moved by an event; null where that is refused. */
async function movedFrom(living: Living, state: string, event: string): Promise<string | null> {
  const row: Record<string, unknown> = { ...rows[living] };
  const column = PROJECTIONS[living][0] ?? '';
  row[column] = `${living}-of-the-test`;
  await superuser.query('BEGIN');
  try {
    if (state !== 'absent')
      await applyChanges(superuser, 'catalog', [{ op: 'insert', table: living, rows: [{ ...row, state }] }]);
    const moves = movesOf(living, event as EventOf<Living>);
    const key = { [column]: row[column] };
    // As `bear` does where the event may be the first, and as `move` does elsewhere.
    const born = moves.absent === undefined ? {} : { born: row };
    await applyChanges(superuser, 'catalog', [
      { op: 'move', table: living, event, moves, key, set: {}, ...born },
    ]);
    const { rows: found } = await superuser.query(
      `SELECT state FROM catalog.${living} WHERE ${column} = $1`,
      [row[column]],
    );
    return found[0].state;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CatalogConflict' });
    return null;
  } finally {
    await superuser.query('ROLLBACK');
  }
}

describe('the catalog', () => {
  it.each(
    LIVING,
  )('moves %s in every state by every event as the table of lives says, and refuses the rest', async (living) => {
    for (const event of eventsOf(living)) {
      for (const [state, row] of Object.entries(LIVES[living])) {
        const outcome = (row as Record<string, string>)[event];
        const expected = outcome === 'impossible' ? null : outcome;
        expect([state, event, await movedFrom(living, state, event)]).toEqual([state, event, expected]);
      }
    }
  });

  it.each(LIVING)('allows %s the states of the table of lives and no other', async (living) => {
    const { rows: found } = await superuser.query<{ text: string }>(
      `SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint
       WHERE conrelid = 'catalog.${living}'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%(state = ANY%'`,
    );
    const allowed = [...(found[0]?.text ?? '').matchAll(/'([a-z]+)'::text/g)].map(([, state]) => state);
    expect(allowed.sort()).toEqual([...statesOf(living)].sort());
  });

  it('appends no event that is impossible: no second landing, no decision on a closed request, no release unprotected', async () => {
    const of = (type: string, id: string) =>
      LIFE_OF_A_SOURCE.find(
        (one) => one.type === type && JSON.stringify(one.body).includes(`"${id}"`),
      ) as NewEvent;
    const again = (event: NewEvent): NewEvent =>
      ({
        ...event,
        identity: { kind: 'step', workflowId: 'again', runId: 'again', step: event.type, passage: 0 },
      }) as NewEvent;
    const lifting = (event: NewEvent, measure: string): NewEvent =>
      again({ ...event, body: { ...event.body, requestId: 'resume:9', measures: [measure] } } as NewEvent);
    const before = await superuser.query('SELECT count(*) FROM catalog.event');
    const refused = [
      again(of('deliveryLanded', 'd-1')),
      again(of('decisionRecorded', 'onboard:1')),
      again(of('released', 'r-1')),
      again(of('curated', 'd-1')),
      // Nobody lifts a withdrawal, or what was never imposed.
      lifting(of('liftingRequested', 'resume:1'), 'withdraw:1'),
      lifting(of('liftingRequested', 'resume:1'), 'unknown:1'),
    ];
    for (const event of refused)
      await expect(inTransaction(control, () => appendEvent(control, event))).rejects.toMatchObject({
        code: 'CatalogConflict',
      });
    const after = await superuser.query('SELECT count(*) FROM catalog.event');
    expect(after.rows).toEqual(before.rows);
  });

  it('finds an impossible event that the owner of the database put into the log', async () => {
    const reader = await connect('sluis_reader');
    expect(await compareProjections(reader)).toEqual([]);
    await superuser.query(
      `INSERT INTO catalog.event (type, schema_version, occurred_at, actor, workflow_id, run_id, step, passage, body, body_sha256, leaf_hash)
       SELECT type, schema_version, occurred_at, actor, 'forged', run_id, step, passage, body, body_sha256, leaf_hash
       FROM catalog.event WHERE type = 'deliveryLanded' ORDER BY seq LIMIT 1`,
    );
    const differences = await compareProjections(reader);
    expect(differences).toMatchObject([{ what: 'unreadable', table: 'event' }]);
  });
});
