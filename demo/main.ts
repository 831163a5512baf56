import { chosenLanguage } from '../cli/language.js';
import { acceptClosedPipe, fail } from '../cli/output.js';
import { down, openAccess, up } from '../infra/access.js';
import { createHome, type Home, homeAt, repositoryRoot } from '../infra/home.js';
import type { Access } from '../operations/access.js';
import { type AuditVerification, verifyAudit } from '../operations/verify.js';
import { journey } from './journey.js';
import { DEMO_HELP, type DemoOptions, demoOptions } from './options.js';
import { requireRealFiles } from './real-files.js';
import { releaseReport } from './release-report.js';
import { type SourceReport, sourceReport } from './source-report.js';
import { type ReleaseReport, story, tryNext } from './story.js';
import { PROGRESS } from './texts.js';

acceptClosedPipe();

const language = chosenLanguage();
const say = (text: string) => void process.stderr.write(`${text}\n`);

async function demo(options: DemoOptions): Promise<void> {
  if (options.help) return void process.stdout.write(DEMO_HELP[language]);
  if (options.real !== null) requireRealFiles(options.real);
  const started = Date.now();
  const home = homeAt();
  createHome(home);
  say(PROGRESS[language].starting);
  await up(home);
  const access = await openAccess(home);
  try {
    await take(access, home, options, started);
  } finally {
    await access.close();
    if (options.ending === 'once') await down(home, { wipe: false });
  }
  if (options.ending === 'stay') await untilInterrupted(home);
}

async function take(access: Access, home: Home, options: DemoOptions, started: number): Promise<void> {
  const places = { root: repositoryRoot(), cityFolder: home.city };
  const taken = await journey(access, options, places, say, language);
  const sources: SourceReport[] = [];
  for (const id of taken.sources) sources.push(await sourceReport(access, id));
  const releases: ReleaseReport[] = [];
  for (const id of taken.releases) releases.push(await releaseReport(access, id));
  const audit = await verifyAudit(access);
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  if (options.json)
    process.stdout.write(`${JSON.stringify(documentOf(sources, releases, audit, seconds))}\n`);
  else process.stdout.write(`${story(sources, releases, audit, seconds, language)}\n`);
  if (!options.json && options.ending !== 'once') process.stdout.write(`${tryNext(releases, language)}\n`);
  if (!audit.ok) process.exitCode = 5;
}

function documentOf(
  sources: readonly SourceReport[],
  releases: readonly ReleaseReport[],
  { ok, events }: AuditVerification,
  seconds: number,
) {
  return {
    sources: sources.map(({ id, stage, rowsIn, rowsOut, outcome, rules }) => {
      return { id, stage, rowsIn, rowsOut, outcome, rules };
    }),
    releases: releases.map(({ release: { theme, hidden, files } }) => {
      const tables = files.filter(({ format }) => format === 'csv');
      const rows = tables.reduce((sum, table) => sum + table.rows, 0);
      return { theme, rows, suppressed: hidden, files };
    }),
    audit: { ok, events },
    seconds,
  };
}

/** Ctrl-C, or the end of the terminal, stops everything that was started; the data stays. */
async function untilInterrupted(home: Home): Promise<void> {
  say(PROGRESS[language].staysUp);
  const alive = setInterval(() => undefined, 60_000);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  clearInterval(alive);
  say(PROGRESS[language].stopping);
  await down(home, { wipe: false });
}

await (async () => demo(demoOptions(process.argv.slice(2))))().catch(fail);
