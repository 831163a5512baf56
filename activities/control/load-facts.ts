import type { ClientBase } from 'pg';
import type { Facts } from '../../policy/facts.js';
import type { GateQuestion } from '../contract.js';
import type { ControlDeps } from './deps.js';
import { contractFacts } from './facts/contract-facts.js';
import { deliveryFacts } from './facts/delivery-facts.js';
import { earlierDeliveries } from './facts/earlier-deliveries.js';
import { releaseFacts } from './facts/release-facts.js';
import { runFacts } from './facts/run-facts.js';
import type { StaffDeps } from './partakers.js';

/** What the catalog knows for one question. What it does not know stays absent, and the gate denies. */
export async function loadFacts(
  client: ClientBase,
  { mode, organisations, ...deps }: Pick<ControlDeps, 'mode' | 'organisations'> & StaffDeps,
  question: GateQuestion,
): Promise<Facts> {
  return { mode, organisations, ...(await subjectFacts(client, deps, question)) };
}

async function subjectFacts(client: ClientBase, deps: StaffDeps, question: GateQuestion): Promise<Facts> {
  const { gate, subject, contractHash } = question;
  if (subject.kind === 'run') return await runFacts(client, deps, subject.id);
  if (subject.kind === 'release')
    return await releaseFacts(client, deps, subject.id, question.approval ?? 'asked');
  if (gate !== 'G0')
    return subject.kind === 'delivery' ? await deliveryFacts(client, gate, subject.id, question.version) : {};
  const found = contractHash === undefined ? null : await contractFacts(client, contractHash);
  if (!found) return {};
  const isDelivery = subject.kind === 'delivery';
  const earlier = await earlierDeliveries(client, found.known.contract, isDelivery ? subject.id : null);
  // Nobody can have decided before the gate is asked; a delivery needs the decision itself.
  if (isDelivery) return { ...found.known, ...earlier };
  return { ...found.known, approval: { state: 'pending' }, ...earlier };
}
