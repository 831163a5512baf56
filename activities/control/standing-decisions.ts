import type { ClientBase } from 'pg';
import { nameOfStaff } from '../../catalog/staff.js';
import type { Decision } from '../../domain/people.js';
import { withClient } from '../catalog-session.js';
import type { ControlDeps } from './deps.js';
import { decidedFacts } from './facts/contract-facts.js';

/**
 * Decisions on a request as the log has them, in its order, with the names of those who took them: the workflow counts four
 * eyes by name. Who was forgotten stays a reference. They go to the workflow that asks, and into no record.
 */
export const makeStandingDecisions = (deps: ControlDeps) =>
  async function standingDecisions(requestId: string): Promise<readonly Decision[]> {
    return await withClient(deps.pool, async (client) => {
      const { decisions } = await decidedFacts(client, requestId);
      const named: Decision[] = [];
      for (const decision of decisions) named.push(await withNames(client, deps, decision));
      return named;
    });
  };

async function withNames(client: ClientBase, deps: ControlDeps, decision: Decision): Promise<Decision> {
  const { person: ref, grantedBy, ...actor } = decision.actor;
  const name = async (one: string) => (await nameOfStaff(client, one, deps.staffKey)) ?? one;
  const person = await name(ref);
  const granted = grantedBy === undefined ? {} : { grantedBy: await name(grantedBy) };
  return { ...decision, actor: { ...actor, account: decision.as, person, ...granted } };
}
