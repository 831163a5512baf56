import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from '../catalog/append.js';
import { connectionsForTests } from '../catalog/testing/connections.js';
import { LIFE_OF_A_SOURCE } from '../catalog/testing/life-of-a-source.js';
import { VERSIONS } from '../catalog/testing/life-parts.js';
import type { Access } from './access.js';
import { lineage } from './lineage.js';

const connect = connectionsForTests();
let reader: pg.Client;
beforeAll(async () => {
  const control = await connect('sluis_control');
  reader = await connect('sluis_reader');
  for (const event of LIFE_OF_A_SOURCE) await inTransaction(control, () => appendEvent(control, event));
});

describe('the lineage of a version that several runs made', () => {
  it.each([
    ['up', VERSIONS.protected, VERSIONS.result],
    ['down', VERSIONS.result, VERSIONS.protected],
  ] as const)('names what it rests on once, and what rests on it (%s)', async (direction, from, to) => {
    const recorded = await reader.query('SELECT run_id FROM reading.column_edge WHERE to_version = $1', [
      VERSIONS.protected,
    ]);
    expect(recorded.rowCount).toBe(3);
    const access = { catalog: reader } as unknown as Access;
    const target = { dataset: 'instroom-drugs', version: from, column: 'wijk' };
    const tree = await lineage(access, target, { direction, depth: 1 });
    expect(tree.next.map(({ version, column }) => [version, column])).toEqual([[to, 'wijk']]);
  });
});
