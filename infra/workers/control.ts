import { makeAskGate } from '../../activities/control/ask-gate.js';
import { makeRecord, makeRecordDecision, makeRecordSubmission } from '../../activities/control/onboarding.js';
import { ORGANISATIONS } from '../../policy/organisations.js';
import { createPool } from '../database.js';
import { runWorker } from './run-worker.js';

/** Workflows, gates, all events and checkpoints: the only process that appends to the catalog. */
await runWorker('control', async (config) => {
  const pool = createPool(config.databaseUrl);
  const deps = {
    pool,
    mode: config.demo ? ('demo' as const) : ('production' as const),
    organisations: ORGANISATIONS,
    now: () => new Date().toISOString(),
    committed: async () => {},
  };
  const activities = {
    recordSubmission: makeRecordSubmission(deps),
    recordDecision: makeRecordDecision(deps),
    record: makeRecord(deps),
    askGate: makeAskGate(deps),
  };
  return { activities, close: () => pool.end() };
});
