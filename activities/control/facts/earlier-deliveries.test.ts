import { describe, expect, it } from 'vitest';
import { digest } from '../../../catalog/testing/life-parts.js';
import type { Contract } from '../../../policy/contract.js';
import { stageForTests } from '../../testing/stage.js';
import { earlierDeliveries } from './earlier-deliveries.js';

const stage = stageForTests();
const agreed = (kind: string, uri: string) => ({ agreements: [{ kind, uri }] }) as unknown as Contract;
const ONCE = agreed('wpg-19', 'urn:example:once');

async function counted(contract: Contract, deliveryId: string | null): Promise<number | undefined> {
  const client = await stage().pool('sluis_control').connect();
  try {
    return (await earlierDeliveries(client, contract, deliveryId)).earlierDeliveries;
  } finally {
    client.release();
  }
}

async function contract(hash: string, body: Contract): Promise<void> {
  await stage()
    .pool('sluis_control')
    .query(
      `INSERT INTO catalog.contract (contract_hash, contract_id, version, source_id, body, valid_from, valid_until, submitted_at)
       VALUES ($1, 'c', '1', 's', $2, '2024-01-01', '2099-12-31', now())`,
      [hash, body],
    );
}

async function delivery(id: string, hash: string, state: string, openedAt: string): Promise<void> {
  const landed = state === 'opened' || state === 'aborted' ? null : digest('0');
  await stage()
    .pool('sluis_control')
    .query(
      `INSERT INTO catalog.delivery
         (delivery_id, source_id, contract_hash, workflow_id, delivered_by, state, landing_hash, codes, opened_at, changed_at)
       VALUES ($1, 's', $2, $1, 'p', $3, $4, '[]', $5, $5)`,
      [id, hash, state, landed, openedAt],
    );
}

describe('deliveries under one decision of Wpg 19', () => {
  it('are counted in the order in which they were opened, under every contract that rests on it', async () => {
    await contract(digest('1'), ONCE);
    await contract(digest('2'), ONCE);
    await contract(digest('3'), agreed('wpg-19', 'urn:example:another'));
    await delivery('other', digest('3'), 'landed', '2026-01-01');
    await delivery('broken-off', digest('1'), 'aborted', '2026-01-02');
    expect(await counted(ONCE, null)).toBe(0);
    await delivery('first', digest('1'), 'quarantined', '2026-01-03');
    await delivery('second', digest('2'), 'opened', '2026-01-04');
    expect(await counted(ONCE, 'first')).toBe(0);
    expect(await counted(ONCE, 'second')).toBe(1);
    expect(await counted(ONCE, 'not-opened-yet')).toBe(2);
    expect(await counted(ONCE, null)).toBe(2);
  });

  it('are not asked where nothing rests on it', async () => {
    expect(await counted(agreed('wpg-22', 'urn:example:once'), null)).toBeUndefined();
  });
});
