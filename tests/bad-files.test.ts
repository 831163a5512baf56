import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCommand } from '../cli/commands/check.js';
import { deliveringCommands } from '../cli/commands/delivering.js';
import { planCommand } from '../cli/commands/plan.js';
import { workerFolder } from '../infra/home.js';
import { withDuckDb } from '../lake/duckdb-session.js';
import { FORMATS, onboardAreas, type SourceId } from './bad-inputs/contracts.js';
import { BAD_FILES, MARKER } from './bad-inputs/files.js';
import { printedBy } from './command-in-process.js';
import { happened, planned } from './planned-way.js';
import { filesWith, type Stack, startStack } from './stack.js';

let stack: Stack;
let folder = '';
const locale = process.env.LC_ALL;
beforeAll(async () => {
  process.env.LC_ALL = 'C';
  stack = await startStack('bad-files');
  folder = await mkdtemp(join(tmpdir(), 'sluis-bad-'));
  for (const id of Object.keys(FORMATS) as SourceId[])
    expect(await onboardAreas(stack, join(folder, 'contracts'), id)).toBe('approved');
}, 120_000);
afterAll(async () => {
  if (locale === undefined) delete process.env.LC_ALL;
  else process.env.LC_ALL = locale;
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

const contractOf = (source: SourceId) => join(folder, 'contracts', `${source}.yaml`);

/** `sluis deliver SOURCE --file … --wait`, in this process: what it prints, or the message that it ends with. */
async function deliver(source: SourceId, ...files: readonly string[]): Promise<string> {
  const program = new Command();
  deliveringCommands(program, (action) => action(stack.access));
  return await printedBy(program, ['deliver', source, '--wait', '--file', ...files]);
}

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly codes: readonly string[];
  readonly quarantined: number;
}

async function newest(): Promise<Delivery | undefined> {
  const { rows } = await stack.superuser.query<Delivery>(
    `SELECT d.delivery_id AS id, d.state, d.codes,
       (SELECT count(*)::int FROM catalog.quarantine q WHERE q.subject_id = d.delivery_id) AS quarantined
     FROM catalog.delivery d ORDER BY d.opened_at DESC LIMIT 1`,
  );
  return rows[0];
}

/** All that goes on from a delivery: dataset versions, and the objects of the zones behind landing. */
async function goneOn(): Promise<unknown> {
  const { rows } = await stack.superuser.query(
    'SELECT version, state FROM catalog.dataset_version ORDER BY 1',
  );
  return [rows, await keys('pseudonymised'), await keys('curated')];
}

async function keys(zone: 'landing' | 'pseudonymised' | 'curated', prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of stack.zone(zone).list(prefix)) found.push(key);
  return found;
}

/** What steps leave behind in the work folders of the workers. */
function plainRest(): string[] {
  return (['control', 'vault', 'data'] as const).flatMap((role) => {
    const work = join(workerFolder(stack.home, role), 'work');
    try {
      return readdirSync(work);
    } catch {
      return [];
    }
  });
}

function written(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What is allowed does go on. */
const withoutMarker = (content: string | Buffer) =>
  typeof content === 'string'
    ? content.replaceAll(MARKER, 'gewoon')
    : Buffer.from(
        content
          .toString('latin1')
          .replaceAll(MARKER, 'gewoon')
          .replaceAll([...MARKER].join('\0'), [...'gewoon'].join('\0')),
        'latin1',
      );

/** Ids are new each time; the law under a rule is held by the golden files of the rules. */
const lasting = (text: string) =>
  text.replaceAll(/-[0-9a-f]{12}\b/g, '-ID').replaceAll(/^( +DENY .*)\n.*$/gm, '$1\n             (law)');

describe('a bad file', () => {
  it.each(
    Object.entries(BAD_FILES),
  )('%s: is refused whole with its place and the next step, or works', async (name, file) => {
    const source = file.source ?? 'areas-csv';
    const before = await goneOn();
    const content = file.places === null ? withoutMarker(file.content) : file.content;
    const path = written('bad', content);
    const told = await deliver(source, path);
    const delivery = await newest();
    expect(await happened(stack, source, delivery?.id)).toEqual(await planned(contractOf(source), [path]));
    if (file.places === null) {
      expect(told).toContain(': curated');
      expect(delivery).toMatchObject({ state: 'curated', quarantined: 0 });
      const { rows } = await stack.superuser.query<{ rows: number }>(
        'SELECT v.rows::int FROM catalog.delivery d JOIN catalog.dataset_version v ON v.version = d.curated WHERE d.delivery_id = $1',
        [delivery?.id],
      );
      expect(rows).toEqual([{ rows: file.rows ?? 3 }]);
      return;
    }
    const rule = file.rule ?? 'M02';
    expect(delivery).toMatchObject({ state: 'quarantined', quarantined: 1 });
    expect(delivery?.codes).toContain(rule);
    const denied = told.split('\n').find((line) => new RegExp(`^ +DENY +${rule} `).test(line));
    expect(denied?.endsWith(` [${file.places.join(', ')}]`), denied).toBe(true);
    expect(await goneOn()).toEqual(before);
    expect((await keys('landing', `${delivery?.id}/`)).length).toBeGreaterThan(0);
    expect(plainRest()).toEqual([]);
    expect(told).not.toContain(MARKER);
    await expect(lasting(told)).toMatchFileSnapshot(`golden/bad-files/${name.replaceAll(' ', '-')}.txt`);
  });
});

describe('Parquet', () => {
  const rows = `SELECT 'BU0363AA0' || range AS code, 'gewoon' AS naam, range AS aantal, 0.5 AS aandeel FROM range(1, 4)`;
  const parquet = async () => {
    const path = join(folder, 'good.parquet');
    await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
      session.run(`COPY (${rows}) TO '${path}' (FORMAT parquet)`),
    );
    return readFileSync(path);
  };

  it('comes in as it is, and is refused where it is broken', async () => {
    const good = await parquet();
    expect(await deliver('areas-parquet', written('good', good))).toContain(': curated');
    const before = await goneOn();
    const cut = await deliver('areas-parquet', written('cut', good.subarray(0, -20)));
    expect(cut).toContain('[code, naam, aantal, aandeel, part 1: unreadable]');
    expect(cut).toContain(
      'part 1: it is no whole file of the agreed kind; export it anew and deliver again.',
    );
    expect(await goneOn()).toEqual(before);
  });

  it('is refused where it is damaged inside a page, as `sluis check` says of the file', async () => {
    const damaged = Buffer.from(await parquet());
    const page = damaged.indexOf('gewoon');
    expect(page).toBeGreaterThan(0);
    damaged.fill('Z', page - 8, page + 4);
    const path = written('damaged', damaged);
    const before = await goneOn();
    const told = await deliver('areas-parquet', path);
    expect(told).toContain('[part 1: unreadable]');
    expect(told).toContain(
      'part 1: it is no whole file of the agreed kind; export it anew and deliver again.',
    );
    expect((await newest())?.state).toBe('quarantined');
    expect(await goneOn()).toEqual(before);
    const program = new Command();
    checkCommand(program);
    const said = await printedBy(program, ['check', contractOf('areas-parquet'), '--file', path]);
    process.exitCode = undefined;
    expect(said).toContain('[part 1: unreadable]');
  });
});

describe('what cannot be sent', () => {
  const deliveriesNow = async () =>
    (await stack.superuser.query('SELECT count(*)::int AS n FROM catalog.delivery')).rows;

  it.each([
    [
      'a folder',
      (path: string) => mkdirSync(path),
      'Part 1 is no regular file but a folder, a pipe or a device; name the file itself.',
    ],
    [
      'a pipe',
      (path: string) => execFileSync('mkfifo', [path]),
      'Part 1 is no regular file but a folder, a pipe or a device; name the file itself.',
    ],
    [
      'nothing',
      () => undefined,
      'Part 1 cannot be opened (ENOENT); name a file that exists and that you may read.',
    ],
  ])('%s: opens no delivery', async (name, make, message) => {
    const path = join(folder, `no-file-${name.replaceAll(' ', '-')}`);
    make(path);
    const before = await deliveriesNow();
    expect(await deliver('areas-csv', path)).toBe(`UsageInvalid: ${message}`);
    expect(await deliveriesNow()).toEqual(before);
  });

  it('a line of two gigabytes is refused after two megabytes of it, and the delivery is given up', async () => {
    const path = written('line', 'code;naam;aantal;aandeel\n');
    truncateSync(path, 2 ** 31 + 100); // a hole: no disk is filled
    const before = await goneOn();
    const seen = process.memoryUsage.rss();
    expect(await deliver('areas-csv', path)).toBe(
      'SourceMalformed: Part 1 has more than 2,097,152 bytes in line 2, which no CSV of records has. Nothing of it is kept: export it anew and deliver again.',
    );
    expect(process.memoryUsage.rss() - seen).toBeLessThan(200_000_000);
    await isAborted();
    expect(await goneOn()).toEqual(before);
  });

  it.each([
    ['grows', (path: string) => appendFileSync(path, 'x')],
    ['shrinks', (path: string) => shrink(path)],
    ['changes in its place', (path: string) => overwrite(path)],
  ])('a file that %s while it is sent ends the delivery, of which nothing stays', async (_, change) => {
    const path = written(
      'moving',
      `code;naam;aantal;aandeel\n${`BU0363AA01;${MARKER};1;1,5\n`.repeat(1_000_000)}`,
    );
    const before = await goneOn();
    const changing = setInterval(() => change(path), 2);
    const told = await deliver('areas-csv', path).finally(() => clearInterval(changing));
    expect(told).toBe(
      'SourceMalformed: Part 1 changed while it was sent, so nothing of this delivery is kept; deliver again once the file is still.',
    );
    await isAborted();
    expect(await goneOn()).toEqual(before);
  });

  /** The newest delivery is closed as aborted, without an object in landing. */
  async function isAborted(): Promise<void> {
    await expect.poll(async () => (await newest())?.state, { timeout: 50_000 }).toBe('aborted');
    const id = (await newest())?.id;
    await expect.poll(() => keys('landing', `${id}/`), { timeout: 50_000 }).toEqual([]);
    expect(plainRest()).toEqual([]);
  }
});

function shrink(path: string): void {
  truncateSync(path, Math.max(0, statSync(path).size - 1000));
}

/** As many bytes as before, one of them another. */
function overwrite(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, '2', statSync(path).size - 7);
  closeSync(file);
}

describe('the name of a file', () => {
  it('may hold blanks, quotes, dots and any letter, and goes into no history', async () => {
    const odd = join(folder, 'map', '..', `een "dubbel" 'enkel' ; $(x) ☂ é..csv`);
    mkdirSync(join(folder, 'map'), { recursive: true });
    writeFileSync(odd, 'code;naam;aantal;aandeel\nBU0363AA01;een;1;1,5\n');
    expect(await deliver('areas-csv', odd)).toContain(': curated');
    const { rows } = await stack.superuser.query(
      `SELECT 1 FROM catalog.event WHERE body::text LIKE '%dubbel%'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('afterwards', () => {
  it('no file of the whole state folder holds a value of any of them in plain, and earlier datasets stand', async () => {
    expect(await filesWith(stack.home.root, MARKER)).toEqual([]);
    const { rows } = await stack.superuser.query(
      `SELECT 1 FROM catalog.dataset_version WHERE state <> 'current'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('a neighbourhood in no district of its table', () => {
  it('ends the delivery where it is curated, as `sluis plan` says of the file', async () => {
    const content = 'code;naam;aantal;aandeel\nWK0363AA;Wijk;1;1,0\nBU0363AB01;Buurt;1;0,5\n';
    const path = written('orphan', content);
    const told = await deliver('areas-levels', path);
    const delivery = await newest();
    expect(delivery).toMatchObject({ state: 'quarantined', codes: ['SourceMalformed'] });
    const plan = await planned(contractOf('areas-levels'), [path]);
    expect(await happened(stack, 'areas-levels', delivery?.id)).toEqual(plan);
    expect(plan.steps.slice(-3)).toEqual(['pseudonymised', 'deliveryRefused', 'quarantined']);
    const program = new Command();
    planCommand(program);
    const said = await printedBy(program, ['plan', contractOf('areas-levels'), '--file', path]);
    const failure = told.split('\n').find((line) => line.includes('SourceMalformed'));
    expect(said).toContain(failure?.trim());
  });
});
