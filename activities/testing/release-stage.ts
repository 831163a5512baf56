import type { ReleaseRequested, RunRequested } from '../../catalog/event-bodies.js';
import { asking, staff } from '../../catalog/testing/life-parts.js';
import { makeAnalyseTheme } from '../data/analyse-theme.js';
import { makeCurateDataset } from '../data/curate-dataset.js';
import type { DataDeps } from '../data/deps.js';
import { pseudonymised, recordMade } from './data-stage.js';
import { registrations } from './offences-theme.js';
import type { Stage } from './stage.js';

let numbers = 0;

/** A curated dataset in the catalog, and a run that was asked for over it. */
export async function runOver(
  stage: Stage,
  deps: DataDeps,
  csv: Buffer = registrations(),
): Promise<RunRequested> {
  const { version, deliveryId } = await pseudonymised(stage, deps, csv);
  const curated = await stage.run(makeCurateDataset(deps), version);
  await recordMade(stage, { type: 'curated', version: curated.version, id: deliveryId, zone: 'curated' });
  numbers += 1;
  const { theme, hash } = deps.themes.bundle('delicten');
  const request: RunRequested = {
    runId: `run-${numbers}`,
    theme: 'delicten',
    themeHash: hash,
    purpose: theme.purpose,
    requester: staff('e', 'analyst'),
    inputs: [{ version: curated.version, columns: theme.inputs[0]?.columns.map(({ name }) => name) ?? [] }],
  };
  await stage.append('runRequested', request);
  return request;
}

/** A result in the catalog, and a release of it that was asked for. */
export async function releaseOf(stage: Stage, deps: DataDeps, csv?: Buffer): Promise<ReleaseRequested> {
  const run = await runOver(stage, deps, csv);
  return await releaseAfter(stage, deps, run, run);
}

/** The same where what one run asked for was read, and another stands for it in the log. */
export async function releaseAfter(
  stage: Stage,
  deps: DataDeps,
  read: RunRequested,
  run: RunRequested,
): Promise<ReleaseRequested> {
  const { version } = await stage.run(makeAnalyseTheme(deps), read);
  await recordMade(stage, { type: 'analysed', version, id: run.runId, zone: 'result' });
  const request: ReleaseRequested = {
    ...asking(`release:${numbers}`, version, ['output-checker']),
    releaseId: `release-${numbers}`,
    runId: run.runId,
    theme: run.theme,
    resultVersion: version,
    requester: staff('e', 'analyst'),
  };
  await stage.append('releaseRequested', request);
  return request;
}
