import { appendFirst } from '../../catalog/append.js';
import type { RecordedVerdict } from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import type { GateAnswer } from '../../domain/ingest.js';
import { decide } from '../../policy/decide.js';
import type { GateQuestion } from '../contract.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { loadFacts } from './load-facts.js';

/**
 * Asks one gate with the facts and the clock of this moment, and records the verdict. A second attempt of the same
 * passage reads the first answer: first wins.
 */
export const makeAskGate = (deps: ControlDeps) =>
  async function askGate(question: GateQuestion): Promise<GateAnswer> {
    const identity = stepOf(`gate:${question.gate}`, question.passage);
    const stored = await transact(deps, (client) =>
      appendFirst(client, identity, async (): Promise<NewEvent> => {
        const now = deps.now();
        const facts = await loadFacts(client, deps, question);
        const { askedAt, ...verdict } = decide(question.gate, facts, now);
        const body = { gate: question.gate, subject: question.subject, verdict };
        return { type: 'gateAsked', identity, occurredAt: askedAt, actor: 'worker:control', body };
      }),
    );
    if (stored.type !== 'gateAsked')
      throw new SluisError('CatalogConflict', 'the identity of a gate holds another event');
    return answerOf(stored.body.verdict);
  };

function answerOf(verdict: RecordedVerdict): GateAnswer {
  // What made the outcome: a condition is no reason for a refusal, and opens no assessment.
  const deciding = verdict.hits.filter(({ outcome }) => outcome !== 'ALLOW' && outcome === verdict.outcome);
  const codes = [...new Set(deciding.map(({ code }) => code))];
  return { outcome: verdict.outcome, codes, verdictHash: sha256Json(verdict as unknown as Json) };
}
