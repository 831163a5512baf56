import type { Command } from 'commander';
import type { RunState } from '../../domain/analysis.js';
import { SluisError } from '../../domain/errors.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { runTheme } from '../../operations/run-theme.js';
import { endedOrWaiting } from '../../operations/waiting.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print, refusedExit } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { RUNS } from '../texts/runs.js';
import { stateWord } from '../texts/states.js';
import { THEMES } from '../texts/themes.js';
import type { WithAccess } from './onboarding.js';

/** `sluis themes`: what can be asked. List and show need no server. */
export function themesCommands(program: Command, withAccess: WithAccess, shelf: () => ThemeShelf): void {
  const themes = program.command('themes').description('thematic analyses: list, show, run');
  themes
    .command('list', { isDefault: true })
    .description('the themes that stand in themes/')
    .option('--json', 'one JSON document on standard output')
    .action(({ json }: { json?: boolean }) => {
      const all = shelf();
      const rows = all.names().map((name) => all.bundle(name).theme);
      const lines = rows.map(({ id, title, inputs }) => [
        id,
        title,
        inputs.map(({ dataset }) => dataset).join(' '),
      ]);
      const { head, empty } = LISTS[chosenLanguage()].themes;
      const documents = rows.map(({ id, version, title, question }) => ({ id, version, title, question }));
      print(json, documents, table(head, lines, empty));
    });
  showCommand(themes, shelf);
  runCommand(themes, withAccess);
}

function showCommand(themes: Command, shelf: () => ThemeShelf): void {
  themes
    .command('show')
    .argument('<theme>', 'id, from: sluis themes')
    .description(
      'question, method, limits, inputs with the reason for each column, parameters, outputs, statements',
    )
    .option('--json', 'one JSON document on standard output')
    .action((id: string, { json }: { json?: boolean }) => {
      const { theme, hash, statements } = shelf().bundle(id);
      const say = THEMES[chosenLanguage()];
      const inputs = theme.inputs.flatMap(({ dataset, columns }) => [
        `  ${dataset}`,
        ...columns.map(({ name, why }) => `    ${name}: ${why}`),
      ]);
      const parameters = theme.parameters.map((one) => `  ${one.name} = ${one.default}: ${one.reason}`);
      const outputs = theme.outputs.map(
        ({ id: output, title, protection }) => `  ${output} (${protection}): ${title}`,
      );
      const text = [
        `${theme.title} (${theme.id} ${theme.version}, ${hash.slice(0, 12)})`,
        theme.question,
        `${say.method}: ${theme.method}`,
        ...theme.limits.map((limit) => `${say.limit}: ${limit}`),
        say.inputs,
        ...inputs,
        say.parameters,
        ...parameters,
        say.outputs,
        ...outputs,
        ...Object.entries(statements).flatMap(([file, sql]) => [
          '',
          `${say.statement} ${file}`,
          sql.trimEnd(),
        ]),
      ];
      print(json, { ...theme, hash, statements }, text.join('\n'));
    });
}

interface RunFlags {
  readonly as: string;
  readonly param: string[];
  readonly wait: boolean;
  readonly json?: boolean;
}

function runCommand(themes: Command, withAccess: WithAccess): void {
  themes
    .command('run')
    .argument('<theme>', 'id, from: sluis themes')
    .description('run a theme over the newest curated datasets; the result is not for the analyst to read')
    .option('--as <account>', 'demo account that asks', 'analyst')
    .option('--wait', 'stay until the run has ended (default)', true)
    .option('--no-wait', 'return at once; follow it with: sluis runs watch')
    .option('--param <name=value...>', 'replace a default of theme.yaml', [])
    .option('--json', 'one JSON document on standard output')
    .action(async (theme: string, flags: RunFlags) => {
      const state = await withAccess(async (access) => {
        const requester = demoAccount(flags.as, access.mode);
        const parameters = parametersOf(access.themes.bundle(theme).theme.parameters, flags.param);
        const running = await runTheme(access, { theme, requester, parameters });
        return await (flags.wait
          ? endedOrWaiting(access, running, ({ stage }) => stage === 'awaitingReview')
          : running.state());
      });
      if (state.stage === 'refused') process.exitCode = refusedExit(state.codes);
      if (state.stage === 'cancelled') process.exitCode = 1;
      print(
        flags.json,
        state,
        `${state.runId}: ${stateWord(state.stage, chosenLanguage())}\n${nextStep(state)}`,
      );
    });
}

function nextStep({ runId, stage, codes, failure }: RunState): string {
  const say = THEMES[chosenLanguage()];
  if (stage === 'ready') return say.ready(runId);
  if (stage === 'cancelled') return RUNS[chosenLanguage()].next(runId);
  if (stage === 'refused')
    return [...failureText(failure, chosenLanguage()), say.refused(codes, runId)].join('\n');
  return stage === 'awaitingReview' ? say.reviewed(codes, runId) : say.follow(runId);
}

type Parameter = { readonly name: string; readonly type: 'integer' | 'number' | 'text' | 'boolean' };

/** @throws SluisError UsageInvalid */
function parametersOf(known: readonly Parameter[], given: readonly string[]) {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      const parameter = known.find(({ name }) => name === text.slice(0, Math.max(at, 0)));
      const value = parameter ? parsed(parameter, text.slice(at + 1)) : null;
      if (parameter && value !== null) return [parameter.name, value];
      const names = known.map(({ name, type }) => `${name} (${type})`).join(', ');
      throw new SluisError('UsageInvalid', `--param takes name=value of: ${names || 'no parameters'}.`);
    }),
  );
}

function parsed({ type }: Parameter, text: string): string | number | boolean | null {
  if (type === 'text') return text;
  if (type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : null;
  const number = Number(text);
  const fits =
    text.trim() !== '' && (type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number));
  return fits ? number : null;
}
