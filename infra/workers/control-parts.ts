import { makeAskGate } from '../../activities/control/ask-gate.js';
import { makeRecordCancellation, makeStandingRun } from '../../activities/control/cancelling.js';
import { makeCheckSeals } from '../../activities/control/check-seals.js';
import type { ControlDeps } from '../../activities/control/deps.js';
import { makeRecordFollowUp } from '../../activities/control/follow-up.js';
import { makeRecordLanded, makeRecordMade, makeRecordProfiled } from '../../activities/control/making.js';
import {
  makeRecordLifted,
  makeRecordMeasure,
  makeRequestLifting,
} from '../../activities/control/measures.js';
import { makeRecord, makeRecordDecision, makeRecordSubmission } from '../../activities/control/onboarding.js';
import { makeOpenWork } from '../../activities/control/open-work.js';
import { makePartakersOf } from '../../activities/control/partakers.js';
import { makeQuarantinePastRetention } from '../../activities/control/past-retention.js';
import {
  makeDestructionDue,
  makeDestructionsOf,
  makeQuarantineCopies,
} from '../../activities/control/quarantining.js';
import { makeRecordReading } from '../../activities/control/reading.js';
import { makeRequestReview } from '../../activities/control/request-review.js';
import { makeReadStaffNames } from '../../activities/control/staff-names.js';
import { makeStandingDecisions } from '../../activities/control/standing-decisions.js';
import { makeStandingDelivery } from '../../activities/control/standing-delivery.js';
import { CheckpointKeeper } from '../../catalog/checkpoint-keeper.js';
import { s3ObjectStore } from '../../lake/s3-object-store.js';
import { DEMO_ASSIGNMENTS } from '../../operations/demo-accounts.js';
import { ORGANISATIONS } from '../../policy/organisations.js';
import { checkpointPrivateKey, checkpointStore } from '../checkpoint.js';
import { createPool } from '../database.js';
import { homeAt } from '../home.js';
import { staffKey } from '../staff-key.js';
import { themeShelf } from '../themes.js';
import type { WorkerConfig, WorkerParts } from './run-worker.js';

/** What a test may replace: nothing here comes from a variable or a file of the product. */
export type Composition = Partial<Pick<ControlDeps, 'now' | 'themes'>>;

/** What the control worker can do. After each commit a checkpoint is signed outside the database, then `committed` runs. */
export function controlParts(
  config: WorkerConfig,
  committed: () => Promise<void>,
  composition: Composition = {},
): WorkerParts {
  const pool = createPool(config.databaseUrl);
  const store = checkpointStore(s3ObjectStore({ ...config.s3, bucket: config.s3.buckets.audit }));
  const keeper = new CheckpointKeeper(pool, store, checkpointPrivateKey(homeAt()));
  const deps = {
    pool,
    mode: config.demo ? ('demo' as const) : ('production' as const),
    organisations: ORGANISATIONS,
    themes: themeShelf(),
    staffKey: staffKey(homeAt()),
    assignments: config.demo ? DEMO_ASSIGNMENTS : [],
    now: () => new Date().toISOString(),
    committed: async () => {
      await keeper.advance();
      await committed();
    },
    ...composition,
  };
  const activities = {
    recordSubmission: makeRecordSubmission(deps),
    partakersOf: makePartakersOf(deps),
    standingDecisions: makeStandingDecisions(deps),
    recordDecision: makeRecordDecision(deps),
    record: makeRecord(deps),
    requestReview: makeRequestReview(deps),
    standingDelivery: makeStandingDelivery(deps),
    recordLanded: makeRecordLanded(deps),
    recordProfiled: makeRecordProfiled(deps),
    recordMade: makeRecordMade(deps),
    askGate: makeAskGate(deps),
    readCheckpoint: () => store.read(),
    readStaffNames: makeReadStaffNames(deps),
    recordReading: makeRecordReading(deps),
    checkSeals: makeCheckSeals(deps),
    recordMeasure: makeRecordMeasure(deps),
    requestLifting: makeRequestLifting(deps),
    recordLifted: makeRecordLifted(deps),
    openWork: makeOpenWork(deps),
    quarantineCopies: makeQuarantineCopies(deps),
    quarantinePastRetention: makeQuarantinePastRetention(deps),
    destructionDue: makeDestructionDue(deps),
    destructionsOf: makeDestructionsOf(deps),
    recordFollowUp: makeRecordFollowUp(deps),
    recordCancellation: makeRecordCancellation(deps),
    standingRun: makeStandingRun(deps),
  };
  return { activities, close: () => pool.end() };
}
