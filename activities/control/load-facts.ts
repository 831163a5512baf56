import type { ClientBase } from 'pg';
import type { Contract } from '../../policy/contract.js';
import type { Facts } from '../../policy/facts.js';
import type { GateQuestion } from '../contract.js';
import type { ControlDeps } from './deps.js';

/** What the catalog knows for one question. What it does not know stays absent, and the gate denies. */
export async function loadFacts(
  client: ClientBase,
  { mode, organisations }: Pick<ControlDeps, 'mode' | 'organisations'>,
  question: GateQuestion,
): Promise<Facts> {
  const common: Facts = { mode, organisations };
  if (question.contractHash === undefined) return common;
  const { rows } = await client.query<{ body: Contract }>(
    'SELECT body FROM catalog.contract WHERE contract_hash = $1',
    [question.contractHash],
  );
  const contract = rows[0]?.body;
  if (contract === undefined) return common;
  const submitted = { ...common, contract, contractHash: question.contractHash };
  return question.subject.kind === 'request' ? { ...submitted, approval: { state: 'pending' } } : submitted;
}
