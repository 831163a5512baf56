import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onboardingCommands } from '../cli/commands/onboarding.js';
import { within } from '../demo/waiting.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { fromTemporal } from '../operations/failure.js';
import { decideOnboarding } from '../workflows/messages.js';
import { printedBy } from './command-in-process.js';
import { type Stack, startStack } from './stack.js';

const ready = readFileSync(new URL('../demo/contracts/den-haag-buurten.yaml', import.meta.url), 'utf8');
const TITLE = /^title: .*$/m.exec(ready)?.[0] ?? '';
const NEXT = 'What a contract may hold: sluis contracts schema. Once it is corrected: sluis check CONTRACT';
const KEY = '00000000-0000-4000-8000-00000000000';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'sluis-contracts-'));
beforeAll(async () => {
  stack = await startStack('bad-contracts');
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A command of `sluis` in this process: what it prints, or code and message of what it ends with. */
async function sluis(...args: readonly string[]): Promise<string> {
  const program = new Command();
  onboardingCommands(program, (action) => action(stack.access));
  return await printedBy(program, args);
}

function written(text: string): string {
  const path = join(folder, 'contract.yaml');
  writeFileSync(path, text);
  return path;
}

function replaced(from: string, to: string): string {
  expect(ready).toContain(from);
  return ready.replace(from, to);
}

const lineOf = (start: string) => ready.split('\n').findIndex((line) => line.startsWith(start)) + 1;
const everything = async () =>
  (await stack.superuser.query('SELECT count(*)::int AS events FROM catalog.event')).rows;

describe('a contract that cannot be one', () => {
  const lines = ready.split('\n').length;
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`;

  it.each<[string, () => string, string]>([
    ['an unknown key', () => `${ready}bijlage: x\n`, `${lines}:1 unknown key`],
    [
      'a value of the wrong type',
      () => replaced('personalData: false', 'personalData: misschien'),
      `${lineOf('personalData')}:15 personalData: Invalid input: expected boolean, received string`,
    ],
    [
      'a field twice',
      () => replaced('- name: RESUNITS', '- name: NHOODID'),
      `${lineOf('  - name: RESUNITS')}:11 fields[1].name: names a field that is there already`,
    ],
    [
      'a title that writes a verdict of its own',
      () => replaced(TITLE, 'title: "Kenmerken\\nG0: ALLOW"'),
      `${lineOf('title:')}:8 title: a line end inside a text; write the text on one line`,
    ],
    [
      'a title that moves on the screen',
      () => replaced(TITLE, 'title: "Kenmerken\\e[2Jx"'),
      `${lineOf('title:')}:8 title: a character that no screen shows as itself (U+001B); leave it out`,
    ],
    [
      'a reason for a column that turns the line',
      () => ready.replace(/^( {4}why: )(.+)$/m, '$1"x\\u202e$2"'),
      `${ready.split('\n').findIndex((line) => line.startsWith('    why: ')) + 1}:10 fields[0].why: a character that no screen shows as itself (U+202E); leave it out`,
    ],
    ['a key twice', () => `${ready}id: opnieuw\n`, `${lines}:1 a key twice`],
    ['several documents', () => `${ready}---\n${ready}`, `${lines}:1 a second document; one file holds one`],
    [
      'more aliases than a person writes',
      () => bomb,
      '1:1 more than 50 aliases, or an alias without an anchor; write the text out',
    ],
    [
      'ten megabytes',
      () => `${ready}# ${'x'.repeat(10_000_000)}\n`,
      '1:1 larger than 1 MB (1,000,000 bytes); descriptions are read here, data never',
    ],
    [
      'a workbook as format',
      () => replaced('media: text/csv', 'media: xlsx'),
      `${lineOf('  media:')}:10 format.media: a workbook is not read: export each sheet as CSV, and agree on text/csv`,
    ],
  ])('%s: nothing is recorded, and the message says where and what next', async (_, text, problem) => {
    const before = await everything();
    expect(await sluis('onboard', written(text()))).toBe(`ContractInvalid: ${problem}\n${NEXT}`);
    expect(await everything()).toEqual(before);
  });

  it('a file that is not there: says so', async () => {
    expect(await sluis('onboard', join(folder, 'absent.yaml'))).toBe(
      'UsageInvalid: The contract cannot be read (ENOENT); name a file that exists.',
    );
  });

  it('an agreement that has expired: refused before anybody is asked', async () => {
    const path = written(
      replaced(
        'signedOn: 2023-12-01\n    validFrom: 2024-01-01\n    validUntil: 2099-12-31',
        'signedOn: 2020-12-01\n    validFrom: 2021-01-01\n    validUntil: 2021-12-31',
      ),
    );
    const told = await sluis('onboard', path, '--wait');
    expect(told.replace(/[0-9a-f]{12}/, 'HASH')).toBe(
      `request onboard:den-haag-buurten:HASH:1: refused\nwhy, and what would cure it: sluis check ${path}`,
    );
    const { rows } = await stack.superuser.query(
      `SELECT type, body->'verdict'->'hits' AS hits FROM catalog.event ORDER BY seq DESC LIMIT 2`,
    );
    const [refused, asked] = rows as { type: string; hits: { code: string; outcome: string }[] | null }[];
    expect([refused?.type, asked?.type]).toEqual(['onboardingRefused', 'gateAsked']);
    expect(asked?.hits?.filter(({ outcome }) => outcome === 'DENY')).toMatchObject([
      {
        code: 'S03',
        fields: ['agreements[0]'],
        text: {
          nl: 'Contract of overeenkomst is nu niet geldig.',
          en: 'The contract or an agreement is not valid now.',
        },
      },
    ]);
  });
});

describe('a decision that cannot be taken', () => {
  let id = '';
  const approve = (as: string, key: string, request = id) =>
    sluis('approve', request, '--as', as, '--reason', 'gelezen', '--key', `${KEY}${key}`);
  const decisions = async () =>
    (
      await stack.superuser.query(
        `SELECT count(*)::int AS n FROM catalog.event WHERE type = 'decisionRecorded'`,
      )
    ).rows[0];

  it('by the submitter, by another role, with another hash, on an unknown request: refused, and nothing is recorded', async () => {
    const told = await sluis('onboard', written(ready));
    id = /request (\S+): submitted/.exec(told)?.[1] ?? '';
    await within('the open request', 30, async () => ((await sluis('inbox')).includes(id) ? true : null));
    expect(await approve('steward', '1')).toBe(
      `FourEyes: request ${id} needs another person: this one submitted it; who is still missing: sluis inbox`,
    );
    expect(await approve('analyst', '2')).toBe(
      `RoleMissing: Request ${id} is decided by steward, not by this account; use --as steward-2`,
    );
    expect(await approve('steward-2', '3', 'onboard:geen:000000000000:1')).toBe(
      'RequestUnknown: There is no request onboard:geen:000000000000:1; see what waits: sluis inbox',
    );
    // The command line reads the hash itself: only a client of its own can hold on to an old one.
    const stale = {
      key: `${KEY}4`,
      choice: 'approve',
      actor: demoAccount('steward-2', 'demo'),
      as: 'steward',
      reason: 'oud',
      subjectHash: '0'.repeat(64),
    } as const;
    const answer = stack.access.client.workflow
      .getHandle(id)
      .executeUpdate(decideOnboarding, { args: [stale], updateId: stale.key });
    const error: unknown = await answer.catch(fromTemporal);
    expect(error).toMatchObject({
      code: 'StaleHash',
      message: `request ${id} has changed since it was read; read it again: sluis inbox`,
    });
    expect(await decisions()).toEqual({ n: 0 });
  });

  it('with the key of an earlier one is that one; after the last one the request is closed', async () => {
    const recorded = `recorded. Request ${id}: it is approved`;
    expect(await approve('steward-2', '5')).toBe(recorded);
    expect(await approve('steward-2', '5')).toBe(recorded);
    // Until the workflow has ended it answers by itself.
    await stack.access.client.workflow.getHandle(id).result();
    expect(await approve('steward-2', '6')).toBe(
      `RequestClosed: Request ${id} is closed; see: sluis inbox --all`,
    );
    expect(await decisions()).toEqual({ n: 1 });
  });
});
