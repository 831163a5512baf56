import type { RunState } from '../domain/analysis.js';
import { SluisError } from '../domain/errors.js';
import { waitingFor } from '../domain/request.js';
import type { Access } from '../operations/access.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { readProtected } from '../operations/read-protected.js';
import { requestRelease } from '../operations/release.js';
import { type RunThemeOptions, runTheme } from '../operations/run-theme.js';
import { endedOrWaiting } from '../operations/waiting.js';
import { accountsOf, approveByAll } from './waiting.js';

const TABLES_READ =
  'The tables, their report and the attack were read; no figure is about fewer than ten persons (demo).';
const THEME_READ =
  'theme.yaml and its statements were read: they count, and need each column that they name (demo).';

/** Runs a theme for an analyst; what a gate puts to people, others approve. */
export async function runDemo(
  access: Access,
  theme: string,
  parameters: RunThemeOptions['parameters'] = {},
): Promise<RunState> {
  const running = await runTheme(access, { theme, requester: demoAccount('analyst', 'demo'), parameters });
  const state = await endedOrWaiting(access, running, ({ review }) => review !== null);
  const roles = state.review === null ? [] : waitingFor(state.review);
  if (state.review !== null) await approveByAll(access, state.review.request.requestId, roles, THEME_READ);
  return await running.result();
}

/** Runs a theme and has its tables released by others; an earlier release of the same result is reused. */
export async function releaseDemo(access: Access, theme: string): Promise<string> {
  const analyst = demoAccount('analyst', 'demo');
  const run = await runDemo(access, theme);
  if (run.stage !== 'ready')
    throw new SluisError(
      'PolicyRefused',
      `Theme ${theme} was refused by ${run.codes.join(', ')}; see: sluis runs`,
    );
  const earlier = await releasedBefore(access, run.version ?? '');
  if (earlier) return earlier;
  const releasing = await requestRelease(access, { runId: run.runId, requester: analyst });
  const state = await endedOrWaiting(access, releasing, ({ request }) => request !== null);
  if (state.request) {
    const roles = waitingFor(state.request);
    for (const account of accountsOf(roles))
      await readProtected(access, releasing.releaseId, demoAccount(account, 'demo'));
    await approveByAll(access, releasing.releaseId, roles, TABLES_READ);
  }
  await releasing.result();
  return releasing.releaseId;
}

async function releasedBefore({ catalog }: Access, resultVersion: string): Promise<string | null> {
  const { rows } = await catalog.query<{ id: string }>(
    `SELECT release_id AS id FROM reading.release WHERE result_version = $1 AND state = 'released' LIMIT 1`,
    [resultVersion],
  );
  return rows[0]?.id ?? null;
}
