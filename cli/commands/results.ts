import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ReleaseState } from '../../domain/analysis.js';
import { SluisError } from '../../domain/errors.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { failedStepOf, type ToldFailure } from '../../operations/failed-step.js';
import { readProtected } from '../../operations/read-protected.js';
import {
  type RecordedVerdict,
  type ReleaseRow,
  releasedFile,
  releaseNamed,
  releases,
  verdictsOn,
} from '../../operations/read-runs.js';
import { requestRelease } from '../../operations/release.js';
import { endedOrWaiting } from '../../operations/waiting.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print, refusedExit } from '../output.js';
import { table } from '../table.js';
import { FAILURES } from '../texts/failures.js';
import { LISTS } from '../texts/lists.js';
import { RESULTS } from '../texts/results.js';
import { stateWord } from '../texts/states.js';
import { verdictText } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

/** `sluis release` and `sluis results`: what leaves, after protection, attack and a second person. */
export function resultsCommands(program: Command, withAccess: WithAccess): void {
  releaseCommand(program, withAccess);
  const results = program
    .command('results')
    .description('tables of releases: list, check before deciding, show, download');
  results
    .command('list', { isDefault: true })
    .description('releases, the newest first')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(releases);
      const lines = rows.map((row) => {
        const state = stateWord(row.state, chosenLanguage());
        return [row.releaseId, state, row.runId, share(row), row.codes.join(' ')];
      });
      const { head, empty } = LISTS[chosenLanguage()].results;
      print(json, rows, table(head, lines, empty));
    });
  checkCommand(results, withAccess);
  showCommand(results, withAccess);
  downloadCommand(results, withAccess);
}

function releaseCommand(program: Command, withAccess: WithAccess): void {
  program
    .command('release')
    .argument('<run>', 'id of a run, from: sluis runs')
    .description('ask for a release: the tables are protected and attacked, then others decide in the inbox')
    .option('--as <account>', 'demo account that asks', 'analyst')
    .option('--json', 'one JSON document on standard output')
    .action(async (runId: string, flags: { as: string; json?: boolean }) => {
      const { releaseId, state } = await withAccess(async (access) => {
        const releasing = await requestRelease(access, {
          runId,
          requester: demoAccount(flags.as, access.mode),
        });
        const waits = ({ request, stage }: ReleaseState) => request !== null || stage === 'awaitingReview';
        return { releaseId: releasing.releaseId, state: await endedOrWaiting(access, releasing, waits) };
      });
      if (state.stage === 'refused') process.exitCode = refusedExit(state.codes);
      const { rows, hidden } = state;
      const stage = stateWord(state.stage, chosenLanguage());
      const head = RESULTS[chosenLanguage()].asked(releaseId, stage, rows ?? 0, hidden ?? 0);
      print(flags.json, { ...state, request: undefined }, `${head}\n${nextStep(state)}`);
    });
}

function nextStep({ releaseId, stage, codes, failure }: ReleaseState): string {
  const say = RESULTS[chosenLanguage()];
  if (stage === 'refused') {
    const failed = failureText(failure, chosenLanguage());
    return [...failed, say.refused(codes, releaseId)].join('\n');
  }
  return stage === 'awaitingReview' ? say.reviewed(codes) : say.decide(releaseId);
}

/** How much of what was protected could be published; of what was not released, or needs no protection, nothing is said. */
function share({ state, cells, hidden }: Pick<ReleaseRow, 'state' | 'cells' | 'hidden'>): string {
  if (!cells || state !== 'released') return '';
  const percent = Math.round((100 * (cells - (hidden ?? 0))) / cells);
  return RESULTS[chosenLanguage()].share(percent, cells);
}

interface CheckedReport {
  readonly fewestUnits: number | null;
  readonly outputs: readonly {
    readonly output: string;
    readonly report: {
      readonly cells: number;
      readonly primary: number;
      readonly secondary: number;
      readonly solver: string;
    };
  }[];
}

function checkCommand(results: Command, withAccess: WithAccess): void {
  results
    .command('check')
    .argument('<release>', 'id of a release that waits for a decision')
    .description('read what would be published, and its confidential report, as one of those who decide')
    .requiredOption('--as <account>', 'demo account that reads: output-checker-2, privacy-officer')
    .option('--json', 'one JSON document on standard output, the report in full')
    .action(async (releaseId: string, { as, json }: { as: string; json?: boolean }) => {
      const read = await withAccess((access) =>
        readProtected(access, releaseId, demoAccount(as, access.mode)),
      );
      const { fewestUnits, outputs } = read.report as CheckedReport;
      const say = RESULTS[chosenLanguage()];
      const protection = outputs.map(({ output, report }) => {
        const { cells, primary, secondary, solver } = report;
        return say.protection(output, cells, primary, secondary, solver);
      });
      const text = [
        say.tables(releaseId, read.version.slice(0, 12)),
        say.fewest(fewestUnits),
        ...protection,
        ...read.tables.flatMap(({ output, csv }) => ['', output, dotted(csv)]),
      ];
      print(json, read, text.join('\n'));
    });
}

function showCommand(results: Command, withAccess: WithAccess): void {
  results
    .command('show')
    .argument('<release>', 'id, from: sluis results')
    .argument('[output]', 'print this table')
    .description('the tables of one release ("." is a figure that is not published), or why there are none')
    .option('--json', 'one JSON document on standard output')
    .action(async (releaseId: string, output: string | undefined, { json }: { json?: boolean }) => {
      const { release, text, verdicts, failure } = await withAccess(async (access) => {
        const found = await releaseNamed(access, releaseId);
        if (output !== undefined) requireFiles(found);
        const file = found.files.find(({ key }) => output !== undefined && key.endsWith(`/${output}.csv`));
        if (output !== undefined && !file)
          throw new SluisError(
            'DatasetUnknown',
            `This release has no such table: sluis results show ${releaseId}`,
          );
        return {
          release: found,
          text: file ? (await releasedFile(access, file)).toString('utf8') : null,
          verdicts: await verdictsOn(access, releaseId),
          failure: await failedStepOf(access, releaseId, found.codes),
        };
      });
      const { released } = LISTS[chosenLanguage()];
      const csv = release.files.filter(({ format }) => format === 'csv');
      const lines = csv.map(({ key, rows, sha256 }) => [outputOf(key), String(rows), sha256.slice(0, 12)]);
      const list = table(released.head, lines, released.empty);
      const state = stateWord(release.state, chosenLanguage());
      const published = RESULTS[chosenLanguage()].published(releaseId, state, share(release));
      const head = `${published}\nEen patroon is geen verdenking.`;
      print(
        json,
        { ...release, failure, verdicts, ...(text === null ? {} : { text }) },
        text === null ? [head, list, ...whyNot(release, verdicts, failure)].join('\n') : dotted(text),
      );
    });
}

/** Of a release that ended without tables: every verdict in full, the step that failed, and what to do. */
function whyNot(
  { state, runId }: ReleaseRow,
  verdicts: readonly RecordedVerdict[],
  failure: ToldFailure | null,
): readonly string[] {
  if (!['refused', 'rejected', 'expired'].includes(state)) return [];
  const language = chosenLanguage();
  const said = verdicts.map((verdict) => verdictText({ ...verdict, askedAt: '' }, language));
  return [...said, ...failureText(failure, language), FAILURES[language].releaseAgain(runId)];
}

function outputOf(key: string): string {
  return (
    key
      .split('/')
      .at(-1)
      ?.replace(/\.(csv|parquet)$/, '') ?? key
  );
}

/** A hidden figure is a dot to people, whatever the reason. */
function dotted(csv: string): string {
  return csv.trimEnd().replaceAll(/,,suppressed$/gm, ',.,suppressed');
}

function downloadCommand(results: Command, withAccess: WithAccess): void {
  results
    .command('download')
    .argument('<release>', 'id, from: sluis results')
    .description('the files of one release, each held against its digest')
    .requiredOption('--out <folder>', 'made when absent; existing files are not overwritten')
    .option('--json', 'one JSON document on standard output')
    .action(async (releaseId: string, { out, json }: { out: string; json?: boolean }) => {
      const paths = await withAccess(async (access) => {
        const found = await releaseNamed(access, releaseId);
        requireFiles(found);
        mkdirSync(out, { recursive: true });
        const written: string[] = [];
        for (const file of found.files) {
          const path = join(out, file.key.split('/').at(-1) ?? file.key);
          writeNew(path, await releasedFile(access, file));
          written.push(path);
        }
        return written;
      });
      print(json, { releaseId, files: paths }, paths.join('\n'));
    });
}

function writeNew(path: string, bytes: Buffer): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new SluisError('UsageInvalid', `${path} cannot be written (${code}); choose another --out folder.`);
  }
}

/** @throws SluisError DatasetUnknown where people have yet to decide, or refused it */
function requireFiles({ files, state }: ReleaseRow): void {
  if (files.length > 0) return;
  throw new SluisError('DatasetUnknown', `Nothing is released: it is ${state}; see: sluis results list`);
}
