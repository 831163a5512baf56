import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sluisProgram } from '../cli/program.js';
import { type ErrorCode, FAMILIES, SluisError } from '../domain/errors.js';
import { themeShelf } from '../infra/themes.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
let file = '';
beforeAll(async () => {
  stack = await startStack('odd-ids');
  file = join(stack.home.root, 'part.csv');
  writeFileSync(file, 'a\n1\n');
}, 120_000);
afterAll(() => stack?.stop());

/** Ids that could be one, and those that can be none. */
const IDS: Readonly<Record<string, readonly [id: string, isOne: boolean]>> = {
  'of nothing': ['', false],
  'with a space': ['bag brp', true],
  'with quotes': [`bag'"\`;--`, true],
  'that goes up': ['../../bag', true],
  'beyond ASCII': ['båg-\u{1F6B2}', true],
  'with a line end': ['bag\nbrp', false],
  'with a turn of the line': ['bag\u202ebrp', false],
  'that writes on a terminal': ['bag\u001b[2J', false],
  'of ten thousand characters': ['b'.repeat(10_000), false],
};

const REASON = ['--reason', 'a test'];
const COMMANDS: Readonly<Record<string, readonly [(id: string) => readonly string[], ErrorCode]>> = {
  deliver: [(id) => ['deliver', id, '--file', file], 'SourceUnknown'],
  approve: [(id) => ['approve', id, '--as', 'steward', ...REASON], 'RequestUnknown'],
  'quarantine show': [(id) => ['quarantine', 'show', id], 'DatasetUnknown'],
  'themes run': [(id) => ['themes', 'run', id], 'ThemeUnknown'],
  'results show': [(id) => ['results', 'show', id], 'ReleaseUnknown'],
  'results download': [(id) => ['results', 'download', id, '--out', 'nowhere'], 'ReleaseUnknown'],
  lineage: [(id) => ['lineage', id], 'UsageInvalid'],
  'runs show': [(id) => ['runs', 'show', id], 'RunUnknown'],
  'runs watch': [(id) => ['runs', 'watch', id], 'RunUnknown'],
  release: [(id) => ['release', id], 'RunUnknown'],
  'deliveries show': [(id) => ['deliveries', 'show', id], 'DeliveryUnknown'],
  'runs cancel': [(id) => ['runs', 'cancel', id, ...REASON], 'RunUnknown'],
  'sources show': [(id) => ['sources', 'show', id], 'SourceUnknown'],
  suspend: [(id) => ['suspend', id, ...REASON], 'SourceUnknown'],
  resume: [(id) => ['resume', id, ...REASON], 'SourceUnknown'],
};

/** The error that `sluis` ends with, in this process. */
async function endOf(args: readonly string[]): Promise<SluisError> {
  const none = () => Promise.reject(new Error('no part of these commands'));
  const program = sluisProgram({
    language: 'en',
    withAccess: (action) => action(stack.access),
    machine: { up: none, down: none, status: () => ({ servers: [], workers: [] }) },
    examine: none,
    demo: { help: '', asksForHelp: () => false, run: none },
    themes: themeShelf,
    contracts: () => '',
    checkpointKey: none as never,
  });
  const ended = await program.parseAsync([...args], { from: 'user' }).then(
    () => new Error('it was done'),
    (error: unknown) => error,
  );
  if (ended instanceof SluisError) return ended;
  throw ended;
}

/** Rows of every table of the catalog, and workflows: whatever could have been recorded. The log is signed by itself. */
async function recorded(): Promise<unknown> {
  const { rows } = await stack.superuser.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'catalog' AND tablename <> 'checkpoint' ORDER BY 1`,
  );
  const counts: [string, string][] = [];
  for (const { name } of rows) {
    const { rows: found } = await stack.superuser.query<{ n: string }>(
      `SELECT count(*) AS n FROM catalog."${name}"`,
    );
    counts.push([name, found[0]?.n ?? '']);
  }
  const { count } = await stack.access.client.workflow.count();
  return { counts, count };
}

describe('a reason that others could not read', () => {
  it.each([
    ['suspend', 'bag'],
    ['approve', 'onboard:bag:1', '--as', 'steward'],
    ['runs', 'cancel', 'run:x:1'],
  ])('%s %s: is refused before anything is asked', async (...args) => {
    const before = await recorded();
    for (const reason of ['a\nb', 'a\u001b[2Jb', 'a\u202eb'])
      expect((await endOf([...args, '--reason', reason])).message).toBe(
        'A reason is one line, without a character that a terminal does not show: --reason "…"',
      );
    expect(await recorded()).toEqual(before);
  });
});

describe('an id that nothing has', () => {
  it.each(
    Object.keys(COMMANDS).flatMap((command) => Object.keys(IDS).map((id) => [command, id] as const)),
  )('%s, an id %s: a clear error, the exit code of it, and nothing recorded', async (name, kind) => {
    const [command, unknown] = COMMANDS[name] ?? [() => [], 'UsageInvalid'];
    const [id, isOne] = IDS[kind] ?? ['', false];
    const before = await recorded();
    const { code, family, message } = await endOf(command(id));
    const expected = isOne ? unknown : 'UsageInvalid';
    expect([code, FAMILIES[family].exit]).toEqual([expected, expected === 'UsageInvalid' ? 2 : 1]);
    if (isOne) expect(message).toMatch(/[;:.] sluis [a-z]+/);
    else
      expect(message).toBe(
        'An id has 1 to 300 characters, and none that a terminal does not show; see: sluis --help',
      );
    expect([...message].filter((character) => /[\p{C}]/u.test(character))).toEqual([]);
    expect(message.length).toBeLessThan(400);
    expect(await recorded()).toEqual(before);
  });
});
