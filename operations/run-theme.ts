import type { RunState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import type { Actor } from '../domain/people.js';
import { roleFor } from '../domain/who-may.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { nextRequestNumber } from './request-number.js';
import { reviewingOf } from './reviewing.js';
import { shownState } from './shown-state.js';
import { startWorkflow } from './start-workflow.js';

export interface RunThemeOptions {
  readonly theme: string;
  readonly requester: Actor;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** Milliseconds; for a review that a gate may ask for. */
  readonly decideWithin?: number;
  readonly remindAfter?: number;
}

export interface RunningTheme {
  readonly runId: string;
  readonly state: () => Promise<RunState>;
  readonly result: () => Promise<RunState>;
}

/** Runs a theme over the newest curated version of each dataset that it declares. The run is bound to those versions. */
export async function runTheme(access: Access, options: RunThemeOptions): Promise<RunningTheme> {
  const { theme: id, requester, parameters = {} } = options;
  roleFor('run', requester.roles);
  const { theme, hash } = access.themes.bundle(id);
  const inputs: { version: string; columns: string[] }[] = [];
  for (const { dataset, columns } of theme.inputs) {
    const version = await newestVersion(access, dataset, id);
    inputs.push({ version, columns: columns.map(({ name }) => name) });
  }
  const number = await nextRequestNumber(access, `theme:${id}`);
  const runId = `run:${id}:${number}`;
  const request = {
    runId,
    theme: id,
    themeHash: hash,
    purpose: theme.purpose,
    requester: { ref: requester.person, as: 'analyst' as const, organisation: requester.organisation },
    parameters,
    inputs,
  };
  const { handle, result } = await startWorkflow<RunState>(access, 'runTheme', runId, {
    request,
    reviewing: reviewingOf({ asker: requester, subjectHash: hash, requestNumber: number, ...options }),
  });
  return { runId, state: () => shownState(handle), result };
}

async function newestVersion(access: Access, dataset: string, theme: string): Promise<string> {
  const [row] = await catalogRows<{ version: string }>(
    access,
    `SELECT version FROM reading.dataset_version JOIN reading.last_made USING (version)
     WHERE dataset = $1 AND zone = 'curated' AND state = 'current' ORDER BY at DESC, made_seq DESC LIMIT 1`,
    [dataset],
  );
  if (row) return row.version;
  throw new SluisError(
    'DatasetUnknown',
    `Theme ${theme} reads ${dataset}, of which nothing is curated yet: sluis deliver ${dataset} --file …`,
  );
}
