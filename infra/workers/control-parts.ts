import { makeAskGate } from '../../activities/control/ask-gate.js';
import { makeRecord, makeRecordDecision, makeRecordSubmission } from '../../activities/control/onboarding.js';
import { ORGANISATIONS } from '../../policy/organisations.js';
import { createPool } from '../database.js';
import type { WorkerConfig, WorkerParts } from './run-worker.js';

/** What the control worker can do. `committed` runs after each transaction that appended to the catalog. */
export function controlParts(config: WorkerConfig, committed: () => Promise<void>): WorkerParts {
  const pool = createPool(config.databaseUrl);
  const deps = {
    pool,
    mode: config.demo ? ('demo' as const) : ('production' as const),
    organisations: ORGANISATIONS,
    now: () => new Date().toISOString(),
    committed,
  };
  const activities = {
    recordSubmission: makeRecordSubmission(deps),
    recordDecision: makeRecordDecision(deps),
    record: makeRecord(deps),
    askGate: makeAskGate(deps),
  };
  return { activities, close: () => pool.end() };
}
