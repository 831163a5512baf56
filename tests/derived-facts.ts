import type { PoolClient } from 'pg';
import { inputFacts } from '../activities/control/facts/input-facts.js';
import { loadFacts } from '../activities/control/load-facts.js';
import { staffKeyFrom } from '../catalog/staff.js';
import { DEMO_ASSIGNMENTS } from '../operations/demo-accounts.js';
import type { Contract } from '../policy/contract.js';
import type { Facts } from '../policy/facts.js';
import { ORGANISATIONS } from '../policy/organisations.js';
import type { CaseStack } from './worked-cases-stack.js';

/**
 * Facts of the run as the gate loads them, but its first input made of the prices: no dataset of the lake is derived
 * from another one yet that a theme may read, so the ancestor is put in by hand.
 */
export async function derivedFacts(
  stack: CaseStack,
  runId: string,
): Promise<{ withAncestor: Facts; without: Facts }> {
  const client: PoolClient = await stack.superuser.connect();
  try {
    await client.query('SET search_path = catalog, public');
    const deps = {
      mode: 'demo',
      organisations: ORGANISATIONS,
      themes: stack.access.themes,
      staffKey: staffKeyFrom(Buffer.alloc(32)),
      assignments: DEMO_ASSIGNMENTS,
    } as const;
    const facts = await loadFacts(client, deps, {
      gate: 'G4',
      passage: 0,
      subject: { kind: 'run', id: runId },
    });
    const { rows } = await client.query<{ version: string }>(
      `SELECT version FROM catalog.dataset_version WHERE dataset = 'bag' AND zone = 'curated' ORDER BY made_seq LIMIT 1`,
    );
    const averages = await inputFacts(client, [{ version: rows[0]?.version ?? '', columns: ['buurt_code'] }]);
    const [table] = averages.inputs;
    const [prices, police] = facts.run?.inputs ?? [];
    if (!table || !prices || !police || !facts.run) throw new Error('the facts of the run are not whole');
    const over = (ancestors: readonly Contract[]): Facts =>
      ({ ...facts, run: { ...facts.run, inputs: [{ ...table, ancestors }, police] } }) as Facts;
    return { withAncestor: over([prices.contract]), without: over([]) };
  } finally {
    client.release();
  }
}
