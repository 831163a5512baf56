import type { ReleaseState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import { decidingTime } from '../domain/patience.js';
import type { Actor } from '../domain/people.js';
import { roleFor } from '../domain/who-may.js';
import type { Contract } from '../policy/contract.js';
import { releaseDeciders } from '../policy/deciders.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { nextRequestNumber } from './request-number.js';
import { reviewingOf } from './reviewing.js';
import { shownState } from './shown-state.js';
import { startWorkflow } from './start-workflow.js';

export interface ReleaseOptions {
  readonly runId: string;
  readonly requester: Actor;
  readonly decideWithin?: number;
  readonly remindAfter?: number;
}

export interface Releasing {
  readonly releaseId: string;
  readonly state: () => Promise<ReleaseState>;
  readonly result: () => Promise<ReleaseState>;
}

const DAY = 24 * 3_600_000;

/** Asks for the release of one run's result: it is protected, attacked, and decided on by an output checker. */
export async function requestRelease(access: Access, options: ReleaseOptions): Promise<Releasing> {
  const { runId, requester } = options;
  roleFor('release', requester.roles);
  const run = await finishedRun(access, runId);
  const number = await nextRequestNumber(access, `release:${run.theme}`);
  const releaseId = `release:${run.theme}:${number}`;
  const decideWithin = decidingTime(options.decideWithin);
  const body = {
    requestId: releaseId,
    requestNumber: number,
    subjectHash: run.resultVersion,
    deciders: await decidersOf(access, runId),
    decideBefore: new Date(Date.now() + decideWithin).toISOString(),
    releaseId,
    runId,
    theme: run.theme,
    resultVersion: run.resultVersion,
    requester: { ref: requester.person, as: 'analyst', organisation: requester.organisation },
  };
  const reviewing = reviewingOf({
    asker: requester,
    subjectHash: run.resultVersion,
    requestNumber: number,
    ...options,
  });
  const remindAfter = options.remindAfter ?? 7 * DAY;
  const input = { body, reviewing, decideWithin, remindAfter };
  const { handle, result } = await startWorkflow<ReleaseState>(access, 'releaseResult', releaseId, input);
  return { releaseId, state: () => shownState(handle), result };
}

interface FinishedRun {
  readonly theme: string;
  readonly resultVersion: string;
}

async function finishedRun(access: Access, runId: string): Promise<FinishedRun> {
  const [row] = await catalogRows<{ theme: string | null; state: string; resultVersion: string | null }>(
    access,
    `SELECT theme, state, output_version AS "resultVersion" FROM reading.run WHERE run_id = $1 AND kind = 'theme'`,
    [runId],
  );
  if (!row?.theme) throw new SluisError('RunUnknown', `There is no run ${runId}; see: sluis runs`);
  if (row.state === 'done' && row.resultVersion)
    return { theme: row.theme, resultVersion: row.resultVersion };
  throw new SluisError(
    'UsageInvalid',
    `Run ${runId} is ${row.state}, so there is nothing to release; see: sluis runs show ${runId}`,
  );
}

/** By the contracts that the run rests on; the gate asks the same of what was decided. */
async function decidersOf(access: Access, runId: string) {
  const rows = await catalogRows<{ contract: Contract }>(
    access,
    `SELECT DISTINCT ON (c.contract_hash) c.body AS contract
     FROM reading.run_input i JOIN reading.dataset_version v ON v.version = i.version
     JOIN reading.contract c ON c.contract_hash = v.contract_hash WHERE i.run_id = $1`,
    [runId],
  );
  return releaseDeciders(rows.map(({ contract }) => contract));
}
