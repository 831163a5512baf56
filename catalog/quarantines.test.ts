import type pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { appendEvent, inTransaction } from './append.js';
import { quarantineNamed } from './quarantines.js';
import { connectionsForTests } from './testing/connections.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';
import { CONTRACT, VERSIONS } from './testing/life-parts.js';

const FIRST = CONTRACT.contract.roles.find(({ role }) => role === 'provider')?.oin;
const SECOND = '00000001002306608000';

const connect = connectionsForTests();
let reader: pg.Client;
beforeAll(async () => {
  const control = await connect('sluis_control');
  reader = await connect('sluis_reader');
  for (const event of LIFE_OF_A_SOURCE) {
    if (event.type === 'contractSubmitted') {
      const roles = [...event.body.contract.roles, { oin: SECOND, role: 'provider', zones: [] } as const];
      const contract = { ...event.body.contract, roles };
      await inTransaction(control, () =>
        appendEvent(control, { ...event, body: { ...event.body, contract } }),
      );
    } else await inTransaction(control, () => appendEvent(control, event));
  }
});

it('a delivery in quarantine is everybody’s who delivers it, in the order of the contract; what was made of it nobody’s', async () => {
  expect((await quarantineNamed(reader, 'd-3'))?.providers).toEqual([FIRST, SECOND]);
  expect((await quarantineNamed(reader, VERSIONS.curated))?.providers).toEqual([]);
});
