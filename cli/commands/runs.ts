import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import type { Access } from '../../operations/access.js';
import { cancelRun } from '../../operations/cancel-run.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { failedStepOf } from '../../operations/failed-step.js';
import { type RunRow, runs, verdictsOn } from '../../operations/read-runs.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print, refusedExit } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { RUNS } from '../texts/runs.js';
import { stateWord } from '../texts/states.js';
import { verdictText } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

/** States from which a run goes no further. */
const ENDS: readonly string[] = ['done', 'refused', 'cancelled'] satisfies RunRow['state'][];

/** `sluis runs`: what was asked of a theme, and what the gate said. */
export function runsCommands(program: Command, withAccess: WithAccess): void {
  const group = program.command('runs').description('runs of themes: list, show, watch, cancel');
  group
    .command('list', { isDefault: true })
    .description('runs, the newest first')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(runs);
      const lines = rows.map(({ runId, state, requestedBy, rows: count, codes }) => {
        return [runId, stateWord(state, chosenLanguage()), requestedBy, String(count ?? ''), codes.join(' ')];
      });
      const { head, empty } = LISTS[chosenLanguage()].runs;
      print(json, rows, table(head, lines, empty));
    });
  showCommand(group, withAccess);
  watchCommand(group, withAccess);
  cancelCommand(group, withAccess);
}

function showCommand(group: Command, withAccess: WithAccess): void {
  group
    .command('show')
    .argument('<run>', 'id, from: sluis runs')
    .description('the verdict on one run, and the step at which it failed')
    .option('--json', 'one JSON document on standard output')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      const [known, verdicts, failure] = await withAccess(async (access) => {
        const run = await runNamed(access, runId);
        return [run, await verdictsOn(access, runId), await failedStepOf(access, runId, run.codes)] as const;
      });
      const text = verdicts.map((verdict) => verdictText({ ...verdict, askedAt: '' }, chosenLanguage()));
      print(
        json,
        { ...known, failure, verdicts },
        [
          `${runId}: ${stateWord(known.state, chosenLanguage())}, ${known.theme} ${known.themeHash.slice(0, 12)}`,
          ...cancelledText(known),
          ...text,
          ...failureText(failure, chosenLanguage()),
        ].join('\n'),
      );
    });
}

function watchCommand(group: Command, withAccess: WithAccess): void {
  group
    .command('watch')
    .argument('<run>', 'id, from: sluis runs')
    .description('a line each time that a run comes further, until it has ended')
    .option('--json', 'one JSON document a line (NDJSON)')
    .action(async (runId: string, { json }: { json?: boolean }) => {
      await withAccess(async (access) => {
        for (let told = ''; !ENDS.includes(told); await pause(told === '' ? 0 : 500)) {
          const run = await runNamed(access, runId);
          if (run.state === told) continue;
          told = run.state;
          const line = `${run.runId}: ${stateWord(run.state, chosenLanguage())}`;
          process.stdout.write(`${json ? JSON.stringify(run) : line}\n`);
          if (told === 'refused') process.exitCode = refusedExit(run.codes);
          if (told === 'cancelled') process.exitCode = 1;
        }
      });
    });
}

interface CancelFlags {
  readonly as: string;
  readonly reason: string;
  readonly json?: boolean;
}

function cancelCommand(group: Command, withAccess: WithAccess): void {
  group
    .command('cancel')
    .argument('<run>', 'id, from: sluis runs')
    .description('end a run that has not ended yet, and remove what it wrote; anyone with a role may')
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--as <account>', 'demo account that does it', 'analyst')
    .option('--json', 'one JSON document on standard output')
    .action(async (runId: string, { as, reason, json }: CancelFlags) => {
      const cancelled = await withAccess((access) =>
        cancelRun(access, { runId, by: demoAccount(as, access.mode), reason }),
      );
      const say = RUNS[chosenLanguage()];
      const head = cancelled.already ? say.already(runId) : say.recorded(cancelled.cancellationId);
      print(json, cancelled, `${head}\n${say.next(runId)}`);
    });
}

function cancelledText({ cancelled }: RunRow): readonly string[] {
  if (cancelled === null) return [];
  const { by, role, reason, at } = cancelled;
  return [
    RUNS[chosenLanguage()].cancelled(new Date(at).toISOString().slice(0, 10), `${by} (${role})`, reason),
  ];
}

/** @throws SluisError RunUnknown */
async function runNamed(access: Access, runId: string): Promise<RunRow> {
  const found = (await runs(access)).find((one) => one.runId === runId);
  if (found) return found;
  throw new SluisError('RunUnknown', 'There is no run of that id; see: sluis runs');
}
