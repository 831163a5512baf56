import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import type { Access } from '../../operations/access.js';
import { failedStepOf } from '../../operations/failed-step.js';
import { type RunRow, runs, verdictsOn } from '../../operations/read-runs.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print, refusedExit } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { stateWord } from '../texts/states.js';
import { verdictText } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

/** `sluis runs`: what was asked of a theme, and what the gate said. */
export function runsCommands(program: Command, withAccess: WithAccess): void {
  const group = program.command('runs').description('runs of themes: list, show, watch');
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
        for (let told = ''; told !== 'done' && told !== 'refused'; await pause(told === '' ? 0 : 500)) {
          const run = await runNamed(access, runId);
          if (run.state === told) continue;
          told = run.state;
          const line = `${run.runId}: ${stateWord(run.state, chosenLanguage())}`;
          process.stdout.write(`${json ? JSON.stringify(run) : line}\n`);
          if (told === 'refused') process.exitCode = refusedExit(run.codes);
        }
      });
    });
}

/** @throws SluisError RunUnknown */
async function runNamed(access: Access, runId: string): Promise<RunRow> {
  const found = (await runs(access)).find((one) => one.runId === runId);
  if (found) return found;
  throw new SluisError('RunUnknown', 'There is no run of that id; see: sluis runs');
}
