import { appendFirst } from '../../catalog/append.js';
import type { GateAsked } from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { FAMILIES, SluisError } from '../../domain/errors.js';
import type { Failure } from '../../domain/failed-step.js';
import type { GateAnswer } from '../../domain/ingest.js';
import { decide } from '../../policy/decide.js';
import type { GateQuestion } from '../contract.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { loadFacts } from './load-facts.js';

/**
 * Asks one gate with the facts and the clock of this moment, and records the verdict. A second attempt of the same
 * passage reads the first answer: first wins. Facts that cannot be read are unknown, and the gate denies (S00); where that
 * may pass by itself nothing is recorded, and it is tried again.
 */
export const makeAskGate = (deps: ControlDeps) =>
  async function askGate(question: GateQuestion): Promise<GateAnswer> {
    const identity = stepOf(`gate:${question.gate}`, question.passage);
    let failure: Failure | null = null;
    const stored = await transact(deps, (client) =>
      appendFirst(client, identity, async (): Promise<NewEvent> => {
        const now = deps.now();
        const facts = await loadFacts(client, deps, question).catch((error: unknown) => {
          failure = unread(error);
          return { mode: deps.mode, organisations: deps.organisations };
        });
        const { askedAt, ...verdict } = decide(question.gate, facts, now);
        const { gate, subject } = question;
        const body = { gate, subject, verdict, ...(failure === null ? {} : { unread: failure.code }) };
        return { type: 'gateAsked', identity, occurredAt: askedAt, actor: 'worker:control', body };
      }),
    );
    if (stored.type !== 'gateAsked')
      throw new SluisError('CatalogConflict', 'the identity of a gate holds another event');
    return { ...answerOf(stored.body, failure), mode: deps.mode };
  };

/** Why facts stay unknown; what may pass by itself, and what is not ours, is thrown on and tried again. */
function unread(error: unknown): Failure {
  if (!(error instanceof SluisError) || FAMILIES[error.family].retry) throw error;
  return { code: error.code, message: error.message };
}

/** The message of an error is for who waits; an attempt that only finds the verdict knows its code. */
function answerOf({ verdict, unread }: GateAsked, failure: Failure | null): GateAnswer {
  // What made the outcome: a condition is no reason for a refusal.
  const deciding = verdict.hits.filter(({ outcome }) => outcome !== 'ALLOW' && outcome === verdict.outcome);
  const codes = [...new Set(deciding.map(({ code }) => code))];
  const answer = {
    outcome: verdict.outcome,
    verdictHash: sha256Json(verdict as unknown as Json),
    ...(verdict.unasked ? { unasked: true as const } : {}),
  };
  if (unread === undefined) return { ...answer, codes };
  const message = `A gate could not read what it judges by (${unread}).`;
  return { ...answer, codes: [...codes, unread], failure: failure ?? { code: unread, message } };
}
