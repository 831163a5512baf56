import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorText } from '../cli/error-text.js';
import type { Language } from '../cli/language.js';
import { sluisProgram } from '../cli/program.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseReport } from '../demo/release-report.js';
import { releaseDemo, runDemo } from '../demo/releasing.js';
import { sourceReport } from '../demo/source-report.js';
import { story, tryNext } from '../demo/story.js';
import { within } from '../demo/waiting.js';
import { FAMILIES, SluisError } from '../domain/errors.js';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import { status } from '../infra/access.js';
import { checkpointPublicKey } from '../infra/checkpoint.js';
import { repositoryRoot } from '../infra/home.js';
import { themeShelf } from '../infra/themes.js';
import { decideRequest } from '../operations/decide.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { inbox } from '../operations/read-catalog.js';
import { datasets } from '../operations/read-runs.js';
import { requestRelease } from '../operations/release.js';
import { verifyAudit } from '../operations/verify.js';
import { type Stack, startStack } from './stack.js';

const root = repositoryRoot();
let stack: Stack;
let city: WrittenCity;
let releaseId = '';

/** One call of the command line in this process: what it prints, or what its error says. */
async function spoken(args: readonly string[], language: Language = 'en'): Promise<string> {
  const unused = () => Promise.reject(new Error('not asked for here'));
  const program = sluisProgram({
    language,
    withAccess: (action) => action(stack.access),
    machine: { up: unused, down: unused, status: () => status(stack.home) },
    examine: unused,
    demo: { help: '', asksForHelp: () => false, run: unused },
    themes: themeShelf,
    contracts: () => join(root, 'demo/contracts'),
    checkpointKey: () => checkpointPublicKey(stack.home),
  });
  const printed: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((text: string) => printed.push(text) > 0) as typeof write;
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    printed.push(`${errorText(error, language)}\nexit ${FAMILIES[error.family].exit}\n`);
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
  return printed.join('');
}

const called = async (args: readonly string[], language: Language) =>
  `$ sluis ${args.join(' ')}\n${await spoken(args, language)}`;

/** Without what differs from run to run: digests, moments, ports. */
function masked(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, '<day>')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '<sha256>')
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uuid>')
    .replaceAll(/\b[0-9a-f]{12}\b/g, '<hash>')
    .replaceAll(`${root}/`, '')
    .replaceAll(/ (on|op) \d+$/gm, ' $1 <port>')
    .replaceAll(/127\.0\.0\.1:\d+/g, '<address>')
    .replaceAll(/ +$/gm, '');
}

/** English words that are no Dutch ones, no id, and no name of a zone, rule or column. */
const ENGLISH =
  /(?<![\w:/.@-])(the|and|by|with|from|which|what|nothing|not|made|waits|asked|approved|refused|rows|next|see|who|it|this|are|was|needs|there|read)(?![\w:/.@-])/i;

/** Several commands in one page, in both languages; Dutch is held against the tables word by word as well. */
async function pages(name: string, calls: readonly (readonly string[])[]): Promise<void> {
  for (const language of ['en', 'nl'] as const) {
    process.env.LC_ALL = language === 'nl' ? 'nl_NL.UTF-8' : 'C';
    const texts: string[] = [];
    for (const args of calls) texts.push(masked(await called(args, language)));
    await held(name, language, texts.join('\n'));
  }
}

async function held(name: string, language: Language, text: string): Promise<void> {
  const said = text
    .split('\n')
    .filter((line) => !line.startsWith('$ sluis') && !/^[\s{}[\]]*"|^[{}[\]\s]*,?$/.test(line));
  if (language === 'nl') expect(said.filter((line) => ENGLISH.test(line))).toEqual([]);
  await expect(text).toMatchFileSnapshot(`golden/cli/${name}-${language}.txt`);
}

const { LC_ALL } = process.env;

beforeAll(async () => {
  stack = await startStack('states');
}, 600_000);
afterAll(async () => {
  if (LC_ALL === undefined) delete process.env.LC_ALL;
  else process.env.LC_ALL = LC_ALL;
  await stack?.stop();
});

const LISTS = [['inbox'], ['sources'], ['deliveries'], ['datasets'], ['runs'], ['results']] as const;

describe('what the command line says, word for word in two languages, of a lake', () => {
  it('that has just been started: each list is empty and names the next command', async () => {
    await pages('states-empty', [['status'], ...LISTS, ['audit', 'log'], ['audit', 'verify']]);
  }, 600_000);

  it('in which something waits and was decided, and of each wrong decision what to do instead', async () => {
    process.env.LC_ALL = 'C';
    await called(['onboard', join(root, 'demo/contracts/bag.yaml')], 'en');
    const id = await within(
      'the request',
      120,
      async () => (await inbox(stack.access, 'open'))[0]?.requestId ?? null,
    );
    const decide = (as: string) => ['approve', id, '--as', as, '--reason', 'volledig'];
    await pages(
      'states-waiting',
      [
        ['inbox'],
        ['inbox', '--json'],
        ['sources'],
        ['sources', 'show', 'bag'],
        decide('steward'),
        decide('analyst'),
        decide('nobody'),
        ['deliver', 'bag', '--file', join(root, 'demo/contracts/bag.yaml')],
        ['deliver', 'bag', '--as', 'analyst', '--file', 'none'],
        ['approve', 'onboard:unknown:1', '--as', 'steward-2', '--reason', 'volledig'],
      ].map((call) => [...call]),
    );
    process.env.LC_ALL = 'C';
    expect(masked(await called(decide('steward-2'), 'en'))).toMatch(/recorded\. Request \S+: it is approved/);
    await pages('states-decided', [decide('steward-2'), ['inbox'], ['inbox', '--all'], ['sources']]);
  }, 600_000);

  it('in which sources came in, one was refused, and a theme was released', async () => {
    city = await writeCity({ persons: 20_000, seed: 1, folder: join(stack.home.root, 'city') });
    await onboardDemo(stack.access, root, 'demo/linkage-domains/instroom-drugs.yaml');
    expect(await stack.onboard('airbnb-amsterdam')).toBe('refused');
    for (const [source, file] of [
      ['bag', city.files.bag],
      ['brp', city.files.brp],
      ['politie-verdachte', city.files.politie_verdachte],
    ] as const) {
      await stack.onboard(source);
      expect((await deliverDemo(stack.access, source, [file])).state.stage).toBe('curated');
    }
    releaseId = await releaseDemo(stack.access, 'instroom-drugs');
    const figure = 'instroom-drugs.instroom.value';
    await pages('states-whole', [
      ['sources'],
      ['sources', 'show', 'brp'],
      ['inbox'],
      ['inbox', '--all'],
      ['deliveries'],
      ['datasets'],
      ['datasets', 'show', 'brp'],
      ['datasets', 'show', 'none'],
      ['runs'],
      ['runs', 'show', 'run:instroom-drugs:1'],
      ['runs', 'show', 'none'],
      ['runs', 'watch', 'run:instroom-drugs:1'],
      ['results'],
      ['results', 'show', releaseId],
      ['results', 'show', releaseId, 'none'],
      ['results', 'check', releaseId, '--as', 'output-checker-2'],
      ['release', 'run:instroom-drugs:9'],
      ['audit', 'log', '--limit', '12'],
      ['audit', 'verify'],
      ['lineage', 'none'],
      ['lineage', figure],
      ['lineage', figure, '--depth', '2'],
      ['lineage', 'bag', '--json'],
      ['lineage', 'bag.oppervlak', '--depth', 'all', '--format', 'dot'],
    ]);
  }, 900_000);

  it('of which the demo tells the story', async () => {
    const sources = [];
    for (const id of ['bag', 'brp', 'politie-verdachte', 'airbnb-amsterdam'])
      sources.push(await sourceReport(stack.access, id));
    const releases = [await releaseReport(stack.access, releaseId)];
    const audit = await verifyAudit(stack.access);
    for (const language of ['en', 'nl'] as const) {
      const told = [story(sources, releases, audit, 60, language), tryNext(releases, language)];
      await held('states-story', language, masked(told.join('\n')));
    }
  }, 600_000);

  it('to which the file of before is delivered again: that is the newest, and what a theme reads', async () => {
    const police = async (file: string) => {
      expect((await deliverDemo(stack.access, 'politie-verdachte', [file])).state.stage).toBe('curated');
      const known = await datasets(stack.access);
      return known.find(({ dataset, zone }) => dataset === 'politie-verdachte' && zone === 'curated')
        ?.version;
    };
    const right = await readFile(city.files.politie_verdachte, 'utf8');
    const wrong = join(stack.home.root, 'wrong.csv');
    await writeFile(wrong, right.split('\n').slice(0, 500).join('\n'));
    const first = await police(city.files.politie_verdachte);
    expect(await police(wrong)).not.toBe(first);
    expect(await police(city.files.politie_verdachte)).toBe(first);
    const { runId } = await runDemo(stack.access, 'instroom-drugs');
    const { rows } = await stack.superuser.query('SELECT version FROM catalog.run_input WHERE run_id = $1', [
      runId,
    ]);
    expect(rows).toContainEqual({ version: first });
    expect(await spoken(['lineage', 'politie-verdachte'])).toContain(first?.slice(0, 12));
    // The newest of the theme is a result, which is not rounded and has no such column: the released table has.
    expect(await spoken(['lineage', 'instroom-drugs.instroom.value'])).toContain('instroom.value [released');
  }, 600_000);

  it('of which a source is stopped and held: who did it, why, and who can lift it', async () => {
    process.env.LC_ALL = 'C';
    const because = ['--reason', 'onderzoek'];
    expect(await called(['suspend', 'bag', '--as', 'auditor', ...because], 'en')).toContain(
      'sluis resume bag',
    );
    expect(await called(['hold', 'bag', '--as', 'privacy-officer', ...because], 'en')).toContain(
      'sluis unhold bag',
    );
    await pages('states-stopped', [
      ['sources'],
      ['sources', 'show', 'bag'],
      ['resume', 'bag', '--as', 'analyst', ...because],
      ['resume', 'brp', '--as', 'steward', ...because],
    ]);
  }, 600_000);

  it('in which a run, a release and a delivery ended badly: every verdict in full, the step that failed, what next', async () => {
    const analyst = demoAccount('analyst', 'demo');
    process.env.LC_ALL = 'C';
    expect(await called(['suspend', 'brp', '--as', 'auditor', '--reason', 'onderzoek'], 'en')).toContain(
      'brp',
    );
    // By rules: its source is suspended.
    const refused = await requestRelease(stack.access, { runId: 'run:instroom-drugs:1', requester: analyst });
    expect(await refused.result()).toMatchObject({ stage: 'refused', codes: ['S05'], failure: null });
    // By a step that fails: a theme that nobody has, asked for past the command line. By a file that is no text.
    const gone = 'run:gone:1';
    const request = {
      ...{ runId: gone, theme: 'gone', themeHash: 'a'.repeat(64), purpose: 'none', inputs: [] },
      requester: { ref: analyst.person, as: 'analyst', organisation: analyst.organisation },
    };
    const start = { taskQueue: TASK_QUEUES.control, workflowId: gone, args: [{ runId: gone, request }] };
    const run = await stack.access.client.workflow.start(WORKFLOWS.runTheme, start);
    expect(await run.result()).toMatchObject({ failure: { step: 'checking', code: 'ThemeUnknown' } });
    const file = join(stack.home.root, 'unreadable.csv');
    await writeFile(file, Buffer.from('bsn,datum,delictgroep,gemeente\n\u0000\u0000,x,y,z\n'));
    const { state } = await deliverDemo(stack.access, 'politie-verdachte', [file]);
    expect(state.stage).toBe('refused');
    await pages('states-ended', [
      ['results'],
      ['results', 'show', refused.releaseId],
      ['runs'],
      ['runs', 'show', gone],
      ['deliveries', 'show', state.deliveryId ?? ''],
    ]);
  }, 600_000);

  it('into which a contract is put with its files: they are sent once people approve, and not where they reject', async () => {
    process.env.LC_ALL = 'C';
    const text = await readFile(join(root, 'demo/contracts/bag.yaml'), 'utf8');
    const onboarded = async (id: string, choice: 'approve' | 'reject') => {
      const contract = join(stack.home.root, `${id}.yaml`);
      await writeFile(contract, text.replace(/^sourceId: .*$/m, `sourceId: ${id}`));
      const args = ['onboard', contract, '--file', city.files.bag, '--wait'];
      const told = spoken(args);
      const requestId = await within('the request', 120, async () => {
        const rows = await inbox(stack.access, 'open');
        return rows.find((row) => row.requestId.includes(`:${id}:`))?.requestId ?? null;
      });
      const actor = demoAccount('steward-2', 'demo');
      await decideRequest(stack.access, { requestId, choice, actor, reason: 'gelezen', key: randomUUID() });
      return await told;
    };
    expect(await onboarded('bag-sent', 'approve')).toMatch(
      /^request \S+: approved\ndelivery bag-sent-\S+ \(\d+ bytes\): awaitingReview\npeople must decide about L01: sluis inbox\n$/,
    );
    expect(await onboarded('bag-kept', 'reject')).toMatch(
      /^request \S+: rejected\nnothing was sent\nnext: sluis inbox\n$/,
    );
    const unsendable = ['onboard', join(root, 'demo/contracts/woz.yaml'), '--file', join(root, 'docs')];
    expect(await spoken(unsendable)).toContain('Part 1 is no regular file');
    expect((await inbox(stack.access, 'all')).filter(({ requestId }) => requestId.includes(':woz:'))).toEqual(
      [],
    );
    const domain = join(root, 'demo/linkage-domains/instroom-drugs.yaml');
    expect(await spoken(['onboard', domain, '--file', city.files.bag])).toContain('has no files of its own');
  }, 600_000);
});
