import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseDemo } from '../demo/releasing.js';
import { approveByAll, within } from '../demo/waiting.js';
import { WORKER_ROLES, type WorkerRole } from '../domain/names.js';
import { waitingFor } from '../domain/request.js';
import { repositoryRoot, workerFolder } from '../infra/home.js';
import { startWorkers, workerStatus } from '../infra/processes.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { requestRelease } from '../operations/release.js';
import { runTheme } from '../operations/run-theme.js';
import type { ContractField } from '../policy/contract.js';
import { CommandLine } from './canary/command-line.js';
import { type Controls, plantControls } from './canary/controls.js';
import {
  longRows,
  type MarkedSource,
  markedSources,
  spoiledRows,
  writeFile,
  writeMarked,
} from './canary/marked-files.js';
import { Marks, WORD } from './canary/marks.js';
import { FIRST_RUN, People, THEME } from './canary/people.js';
import { files } from './canary/places.js';
import { type Hold, linesOf, type Plan, PlannedWorkers, portsOf } from './canary/planned-workers.js';
import { type Found, search } from './canary/search.js';
import { heartbeatsOf } from './markers.js';
import { type Stack, startStack } from './stack.js';
import { ENCODED, failuresIn } from './stored-failures.js';

const REFUSED = ['cbs-records', 'belasting-huishouden-convenant'];
const SOURCES = markedSources();
const ACCEPTED = SOURCES.filter(({ id }) => !REFUSED.includes(id));
const EDITIONS = [1, 2, 3, 4, 5, 6, 7, 8];
/** `npm run test:crash`: every port fails in every step that uses it. */
const everywhere = process.env.SLUIS_CRASH === 'all';

const marks = new Marks();
/** Paths of the marked files: of each source, one an edition. */
const written = new Map<string, readonly string[]>();
/** Of one delivery: long, and the last of them breaks off. */
let broken: readonly string[] = [];
/** Outside the state folder: the sender's own files are no part of the lake. */
let senders = '';
let stack: Stack;
let controls: Controls;
let command: CommandLine;
let workers: PlannedWorkers;
let people: People;

const source = (id: string) => SOURCES.find((one) => one.id === id) ?? SOURCES[0]!;
const everyWorker = (plan: Plan) => ({ control: plan, vault: plan, data: plan });
const file = (id: string, edition: number) => written.get(id)?.[edition - 1] ?? '';

beforeAll(async () => {
  senders = mkdtempSync(join(tmpdir(), 'sluis-canary-senders-'));
  for (const one of SOURCES)
    written.set(
      one.id,
      EDITIONS.map((edition) => writeMarked(marks, one, senders, edition)),
    );
  // Whatever a process writes to the folder for temporary files is looked at too.
  const temporary = join(senders, 'temporary');
  chmodSync(senders, 0o755);
  mkdirSync(temporary);
  chmodSync(temporary, 0o1777);
  process.env.TMPDIR = temporary;
  stack = await startStack('canary');
  command = new CommandLine(stack.home);
  workers = new PlannedWorkers(stack.home);
  people = new People(stack, command, file, () => broken);
  controls = await plantControls(stack, marks, command, senders);
  await workers.start(everyWorker({ mode: 'tell' }));
}, 300_000);
afterAll(async () => {
  await controls?.stop();
  await endWorkflows();
  await stack?.stop();
  if (senders) rmSync(senders, { recursive: true });
});

/** Whoever still asks for the end of a workflow is answered before the connection closes. */
async function endWorkflows(): Promise<void> {
  const { workflow } = stack.access.client;
  for await (const { workflowId } of workflow.list({ query: "ExecutionStatus = 'Running'" }))
    await workflow.getHandle(workflowId).terminate();
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

/** Looks everywhere; every control must be seen where it was planted, and no marker but what a contract keeps. */
async function silence(): Promise<Found> {
  const found = await search(stack, marks, [...command.said, ...people.told, ...(await controls.outside())]);
  for (const [control, place] of controls.planted) {
    const places = [...(found.controls.get(control) ?? [])];
    expect([control, places.some((name) => name.startsWith(place)) ? place : places]).toEqual([
      control,
      place,
    ]);
  }
  expect(found.leaks).toEqual([]);
  return found;
}

/** A few at a time, as providers do. */
async function together<T>(things: readonly T[], work: (thing: T) => Promise<unknown>): Promise<void> {
  const waiting = [...things];
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  };
  await Promise.all([one(), one(), one(), one()]);
}

/** The release of the first run, and what each kind of process used its ports for while nothing failed. */
let release = '';
/** Another release of the same result, which waits for people. */
let waiting: Awaited<ReturnType<typeof requestRelease>>;
const usedBy = new Map<WorkerRole, readonly string[]>();
const usedByPeople = new Map<string, readonly string[]>();
const PRELOAD = ['--import', fileURLToPath(new URL('./canary/person.mjs', import.meta.url))];

/** What people do on the command line once a release is there, each by itself. */
const COMMANDS = (): readonly (readonly string[])[] => [
  ['deliver', 'woz', '--file', file('woz', 7), '--as', 'provider', '--wait'],
  ['results', 'show', release, 'instroom-per-1000'],
  ['results', 'check', waiting.releaseId, '--as', 'output-checker'],
  ['themes', 'run', 'instroom-drugs'],
  ['lineage', 'instroom-drugs.instroom.value', '--depth', 'all'],
  ['audit', 'verify'],
  ['audit', 'log', '--limit', '500', '--json'],
  ['deliveries', '--json'],
  ['inbox', '--json'],
];

/** Those that only ask, and have workers work for the answer. */
const ASKING = () => COMMANDS().filter(([what]) => ['results', 'inbox', 'deliveries'].includes(String(what)));

const isMarkedAndKept = ({ treatment, codeList }: ContractField) =>
  treatment.kind === 'keep' && codeList === undefined;

describe('markers in every column of every synthetic source', () => {
  it('stand nowhere before they are delivered, and what is planted in each place is found there', async () => {
    expect(marks.size).toBeGreaterThan(5000);
    expect((await silence()).kept.size).toBe(0);
  }, 300_000);

  it('go with every source its whole way: gates, reviews, a theme, its release; or are refused', async () => {
    await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
    await together(SOURCES, async ({ id }) => {
      const stage = await stack.onboard(id);
      expect([id, stage]).toEqual([id, REFUSED.includes(id) ? 'refused' : 'approved']);
    });
    await together(ACCEPTED, async ({ id }) => {
      const { state } = await deliverDemo(stack.access, id, [file(id, 1)]);
      expect([id, state.stage]).toEqual([id, 'curated']);
    });
    release = await releaseDemo(stack.access, THEME);
    const shown = await command.run(['results', 'show', release, 'instroom-per-1000']);
    expect(shown.out).toContain('published');
    await together(REFUSED, async (id) => {
      const check = ['check', `demo/contracts/${id}.yaml`, '--file', file(id, 1)];
      expect((await command.run(check)).exit).toBe(4);
      expect((await command.run(['deliver', id, '--file', file(id, 1)])).exit).not.toBe(0);
    });
  }, 300_000);

  it('go with deliveries that are refused or broken off: a text for a number, a row cut short, a column or a quote too many', async () => {
    const header = ({ contract }: MarkedSource) => contract.fields.map(({ name }) => name);
    const marked = (id: string) => spoiledRows(source(id), marks, 40);
    const long = longRows(source('vergunning'), marks);
    const spoiled: readonly (readonly [string, readonly (readonly string[])[]])[] = [
      ['woz', [header(source('woz')), ...marked('woz')]],
      ['kvk', [header(source('kvk')), ...marked('kvk')]],
      ['energie', [header(source('energie')), ...marked('energie').map((row) => row.slice(1))]],
      ['om-vonnis', [[...header(source('om-vonnis')), `${WORD}_kolom`], ...marked('om-vonnis')]],
      ['ruiming', [header(source('ruiming')), [`"${WORD} zonder einde`, WORD], ...marked('ruiming')]],
      ['hypotheek', [[WORD, WORD], ...marked('hypotheek')]],
      // No line is as long as this one: the intake breaks it off, and the vault takes back what it had stored.
      ['vergunning', [header(source('vergunning')), ...long, [WORD.repeat(200_000), WORD, WORD]]],
    ];
    await together(spoiled, async ([id, lines]) => {
      const path = writeFile(source(id), senders, 'bedorven', lines);
      // What was stored of it before it broke off is taken back.
      const whole = () => writeFile(source(id), senders, 'lang', [header(source(id)), ...long]);
      const parts = id === 'vergunning' ? [file(id, 2), whole(), path] : [path];
      if (id === 'vergunning') broken = parts;
      const said = await command.run(['deliver', id, '--file', ...parts, '--as', 'provider', '--wait']);
      expect([id, said.exit]).not.toEqual([id, 0]);
      expect(said.out.length).toBeGreaterThan(20);
    });
    const { rows } = await stack.superuser.query('SELECT source_id FROM catalog.quarantine');
    expect(rows.length).toBeGreaterThanOrEqual(5);
  }, 300_000);

  it('leave no trace in any place, nor in what people ask for afterwards, but what a contract keeps', async () => {
    const plan = JSON.stringify({ mode: 'tell' });
    waiting = await requestRelease(stack.access, {
      runId: FIRST_RUN,
      requester: demoAccount('analyst', 'demo'),
    });
    await within('the protected tables', 60, async () => (await waiting.state()).request);
    await together(COMMANDS(), async (args) => {
      const file = join(senders, `told-${args.slice(0, 2).join('-')}`);
      const said = await command.run(args, { CANARY_PLAN: plan, CANARY_TOLD: file }, PRELOAD);
      expect([args, said.exit, said.out.length > 0]).toEqual([args, 0, true]);
      for (const port of portsOf(linesOf(readFileSync(file, 'utf8'), 'port')))
        if (!usedByPeople.has(port)) usedByPeople.set(port, args);
    });
    for (const role of WORKER_ROLES) usedBy.set(role, workers.told(role, 'port'));
    const found = await silence();
    // What a contract keeps is seen where it may be: the search looks into those files.
    const kept = ACCEPTED.flatMap(({ id, contract }) =>
      contract.fields.filter(isMarkedAndKept).map(({ name }) => `${id}.${name}`),
    );
    expect([...found.kept].sort()).toEqual(kept.sort());
  }, 300_000);
});

describe('markers while every port fails once', () => {
  /** Ports that there are without a look at what was used, so that a run which used nothing proves nothing. */
  const KNOWN: readonly (readonly [WorkerRole, readonly string[]])[] = [
    ['control', ['database connect', 'database query', 'store audit put', 'store audit get']],
    ['vault', ['put', 'get', 'head', 'delete', 'list'].map((what) => `store landing ${what}`)],
    ['vault', ['createKey', 'lease', 'destroy'].map((what) => `keys ${what}`)],
    ['vault', ['database connect', 'database query', 'engine open', 'engine run', 'engine runAndReadAll']],
    ['vault', ['intake serve', 'store pseudonymised put', 'store pseudonymised get']],
    ['data', ['pseudonymised', 'curated', 'result', 'released'].map((zone) => `store ${zone} get`)],
    ['data', ['curated', 'result', 'released'].map((zone) => `store ${zone} put`)],
    ['data', ['database connect', 'database query', 'engine open', 'engine run', 'engine prepare']],
    ['data', ['reading room serve', 'engine stream', 'work write', 'work writeFile', 'solver run']],
    ['vault', ['begin', 'part', 'complete', 'abort'].map((what) => `store landing ${what}`)],
    ['vault', ['work write']],
  ];
  const OF_PEOPLE: string[] = [
    'temporal startWorkflowExecution',
    'temporal describeWorkflowExecution',
    'database connect',
  ]
    .concat(['temporal updateWorkflowExecution', 'temporal getWorkflowExecutionHistory', 'database query'])
    .concat(['intake send', 'reading room ask', 'store released get']);

  it('are quoted by each port of each worker as it fails: store, engine, database, keys, intake', async () => {
    for (const [role, ports] of KNOWN)
      expect(portsOf(usedBy.get(role) ?? [])).toEqual(expect.arrayContaining([...ports]));
    await workers.start(everyWorker({ mode: 'fail', each: everywhere ? 'step' : 'port' }));
    const without = () =>
      WORKER_ROLES.flatMap((role) => {
        const used = usedBy.get(role) ?? [];
        const failed = workers.told(role, 'fault');
        const meant = everywhere ? used : portsOf(used);
        return meant.filter((port) => !failed.includes(port)).map((port) => `${role}: ${port}`);
      });
    for (const edition of [2, 3, 4, 5, 6]) if (without().length > 0) await people.doMuch(edition, ASKING());
    expect(without()).toEqual([]);
  }, 600_000);

  it('leave no trace, also where the ports of the command line fail: Temporal, database, store, intake', async () => {
    expect([...usedByPeople.keys()]).toEqual(expect.arrayContaining(OF_PEOPLE));
    await together([...usedByPeople], async ([port, args]) => {
      const told = join(senders, `failed-${port.replaceAll(' ', '-')}`);
      const plan = JSON.stringify({ mode: 'fail', each: 'port', only: port });
      await command.run(args, { CANARY_PLAN: plan, CANARY_TOLD: told }, PRELOAD);
      expect(linesOf(readFileSync(told, 'utf8'), 'fault')).toEqual([port]);
    });
    await silence();
  }, 300_000);
});

describe('markers while workers are killed in the middle of every long step', () => {
  const VAULT: readonly Hold[] = [
    { activity: '', workflow: '', port: 'store landing put', detail: 'kvk-' },
    { activity: 'land', workflow: 'deliver:bag:', port: 'database query', detail: 'INSERT' },
    { activity: 'profileDelivery', workflow: 'deliver:woz:', port: 'engine runAndReadAll' },
    { activity: 'pseudonymiseDelivery', workflow: 'deliver:brp:', port: 'engine run', detail: 'COPY' },
  ];
  const DATA: readonly Hold[] = [
    { activity: 'curateDataset', workflow: 'deliver:politie-verdachte:', port: 'engine run', detail: 'COPY' },
    { activity: 'analyseTheme', workflow: 'run:', port: 'engine prepare' },
    { activity: 'protectResult', workflow: 'release:', port: 'engine run', detail: 'COPY' },
    { activity: 'publishRelease', workflow: 'release:', port: 'store released put' },
  ];
  const EDITION = 8;

  it('leave no trace, neither before the workers start again nor once all is done', async () => {
    const plans = { vault: { mode: 'hold', holds: VAULT }, data: { mode: 'hold', holds: DATA } } as const;
    await workers.start(plans);
    const analyst = demoAccount('analyst', 'demo');
    const run = await runTheme(stack.access, {
      theme: THEME,
      requester: analyst,
      parameters: { leeftijd_tot_en_met: 22 },
    });
    const releasing = await requestRelease(stack.access, {
      runId: FIRST_RUN,
      requester: analyst,
    });
    const { request } = await waiting.state();
    if (request === null) throw new Error('the release does not wait for anybody');
    const publishing = approveByAll(stack.access, waiting.releaseId, waitingFor(request), 'read (test)');
    const delivered = ['bag', 'woz', 'brp', 'politie-verdachte', 'kvk'].map((id) =>
      deliverDemo(stack.access, id, [file(id, EDITION)])
        // Who was sending when the vault died sends again.
        .catch(() =>
          within(`${id} again`, 60, () =>
            deliverDemo(stack.access, id, [file(id, EDITION)]).catch(() => null),
          ),
        ),
    );
    for (const [role, holds] of [
      ['vault', VAULT],
      ['data', DATA],
    ] as const) {
      const all = holds.map(({ activity, port }) => `${activity || '-'} ${port}`).sort();
      await within(`${role} in the middle of each step`, 120, async () =>
        workers.told(role, 'holding').length === all.length ? true : null,
      );
      expect([...workers.told(role, 'holding')].sort()).toEqual(all);
    }
    // What a step tells of itself while it runs is nowhere once it has ended.
    const beating = await heartbeatsOf(stack);
    expect(beating.length).toBeGreaterThan(VAULT.length);
    expect([...marks.in(beating.join('\n')).marks]).toEqual([]);
    for (const role of ['vault', 'data'] as const) {
      const { pid } = workerStatus(stack.home, role);
      process.kill(pid ?? 0, 'SIGKILL');
      await within('killed', 20, async () =>
        workerStatus(stack.home, role).state === 'stopped' ? true : null,
      );
      // Half-made files of a zone may hold what that zone may; identified values never have a name.
      for await (const { text } of files(join(workerFolder(stack.home, role), 'work')))
        expect([...marks.in(text).marks].filter(({ kept }) => !kept)).toEqual([]);
      expect(plainWork(role).length).toBeGreaterThan(0);
    }
    expect(readdirSync(stack.home.root).filter((name) => name.startsWith('core'))).toEqual([]);
    await startWorkers(stack.home, ['vault', 'data']);
    for (const { state } of (await Promise.all(delivered)).filter((one) => one !== null))
      expect(state.stage).toBe('curated');
    expect((await run.result()).stage).toBe('ready');
    await publishing;
    expect((await waiting.result()).stage).toBe('released');
    await within('the protected tables', 120, async () => (await releasing.state()).request);
    for (const role of ['vault', 'data'] as const) expect(plainWork(role)).toEqual([]);
    await silence();
  }, 300_000);

  function plainWork(role: WorkerRole): readonly string[] {
    const folder = join(workerFolder(stack.home, role), 'work');
    return existsSync(folder) ? readdirSync(folder) : [];
  }
});

describe('the failures of all this', () => {
  it('are encrypted in every history, but what the server says by itself', async () => {
    const { client } = stack.access;
    const plain = new Set<string>();
    let encoded = 0;
    for await (const { workflowId, runId } of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { stored } of await failuresIn(client, history))
        if (stored.message === ENCODED && stored.stackTrace === '') encoded += 1;
        else plain.add(stored.message);
    }
    expect(encoded).toBeGreaterThan(20);
    expect([...plain].filter((message) => !SAID_BY_SERVER.test(message))).toEqual([]);
  });
});

/** A worker that died is missed by the server. */
const SAID_BY_SERVER = /^activity (StartToClose|Heartbeat|ScheduleToClose) timeout$/;
