import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from './append.js';
import { compareProjections } from './rebuild.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';
import { VERSIONS } from './testing/life-parts.js';
import { startPostgres, type TestPostgres } from './testing/postgres.js';

let postgres: TestPostgres;
let template: string;
let reader: pg.Client;
let superuser: pg.Client;

const connected = async (settings: pg.ClientConfig) => {
  const client = new pg.Client(settings);
  await client.connect();
  return client;
};

beforeAll(async () => {
  postgres = await startPostgres();
  template = await postgres.createDatabase();
  const control = await connected(postgres.settings(template, 'sluis_control'));
  for (const event of LIFE_OF_A_SOURCE) await inTransaction(control, () => appendEvent(control, event));
  await control.end();
});
afterAll(() => postgres?.stop());

/** Each test tampers with a copy of its own. */
let copies = 0;
beforeEach(async () => {
  copies += 1;
  const maker = await connected(postgres.settings('postgres'));
  await maker.query(`CREATE DATABASE copy_${copies} TEMPLATE ${template}`);
  await maker.query(`GRANT TEMPORARY ON DATABASE copy_${copies} TO sluis_reader`);
  await maker.end();
  superuser = await connected(postgres.settings(`copy_${copies}`));
  reader = await connected(postgres.settings(`copy_${copies}`, 'sluis_reader'));
  await superuser.query("SET session_replication_role = 'replica'");
});
afterEach(() => Promise.all([superuser?.end(), reader?.end()]));

describe('the comparison of projections with the events', () => {
  it('finds nothing where nobody touched them, and leaves nothing behind', async () => {
    expect(await compareProjections(reader)).toEqual([]);
    expect(await compareProjections(reader)).toEqual([]);
    const { rows } = await reader.query("SELECT 1 FROM pg_class WHERE relpersistence = 't'");
    expect(rows).toEqual([]);
  });

  it.each([
    [
      "UPDATE catalog.request SET state = 'approved' WHERE request_id = 'onboard:2'",
      { what: 'changed', table: 'request', key: { request_id: 'onboard:2' } },
    ],
    [
      "UPDATE catalog.delivery SET parts = jsonb_set(parts, '{0,cipherSha256}', '\"0\"') WHERE delivery_id = 'd-1'",
      { what: 'changed', table: 'delivery', key: { delivery_id: 'd-1' } },
    ],
    [
      "DELETE FROM catalog.decision WHERE decision_key = 'k-2'",
      { what: 'missing', table: 'decision', key: { workflow_id: 'onboard:1', decision_key: 'k-2' } },
    ],
    [
      `INSERT INTO catalog.run_input VALUES ('run-1', 'unheard of')`,
      { what: 'surplus', table: 'run_input', key: { run_id: 'run-1', version: 'unheard of' } },
    ],
    [
      `UPDATE catalog.column_edge SET masking = 'open' WHERE to_column = 'bsn'`,
      {
        what: 'changed',
        table: 'column_edge',
        key: {
          run_id: 'd-1/pseudonymise',
          to_version: VERSIONS.pseudonymised,
          to_column: 'bsn',
          from_version: '0'.repeat(64),
          from_column: 'bsn',
          kind: 'DIRECT',
          subtype: 'IDENTITY',
        },
      },
    ],
  ])('names table and key, and nothing else: %s', async (sql, difference) => {
    await superuser.query(sql);
    expect(await compareProjections(reader)).toEqual([difference]);
  });

  it('names the rows of an event that was deleted', async () => {
    await superuser.query("DELETE FROM catalog.event WHERE type IN ('withdrawn', 'reminderDue')");
    const tables = (await compareProjections(reader)).map(({ what, table }) => [what, table]);
    expect(tables).toEqual([
      ['changed', 'request'],
      ['surplus', 'measure'],
    ]);
  });

  it.each([
    ['has not the shape of its type', `UPDATE catalog.event SET body = '{}' WHERE seq = 2`, '2'],
    [
      'holds what no column takes',
      `UPDATE catalog.event SET body = body || '{"decideBefore": "soon"}' WHERE seq = 0`,
      '0',
    ],
    ['changes what no event made', `DELETE FROM catalog.event WHERE seq = 0`, '1'],
  ])('names an event that %s', async (_what, sql, seq) => {
    await superuser.query(sql);
    expect(await compareProjections(reader)).toEqual([{ what: 'unreadable', table: 'event', key: { seq } }]);
    expect((await reader.query('SELECT 1 AS usable')).rows).toEqual([{ usable: 1 }]);
  });
});
