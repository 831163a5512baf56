import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sluisProgram } from '../cli/program.js';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { within } from '../demo/waiting.js';
import { sha256Text } from '../domain/digest.js';
import type { Actor } from '../domain/people.js';
import { repositoryRoot } from '../infra/home.js';
import { themeShelf } from '../infra/themes.js';
import { decideRequest } from '../operations/decide.js';
import { DEMO_ACCOUNTS, demoAccount } from '../operations/demo-accounts.js';
import { submit } from '../operations/submit.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { printedBy } from './command-in-process.js';
import { bytesOf, type Stack, startStack } from './stack.js';

const root = repositoryRoot();
let stack: Stack;
beforeAll(async () => {
  stack = await startStack('deciders');
}, 300_000);
afterAll(() => stack?.stop());

/** Submits police data as another version, so that each test has a request of its own; two must decide on it. */
async function opened(version: string) {
  const text = readFileSync(join(root, 'demo/contracts/inbrekers-den-haag.yaml'), 'utf8');
  const { contract, hash } = parseContract(text.replace(/^version: .*$/m, `version: ${version}`));
  const subject = { kind: 'contract', contract } as const;
  const request = await submit(stack.access, { subject, hash, submitter: demoAccount('steward', 'demo') });
  await within('the request', 60, async () => ((await request.state()) === null ? null : true));
  return request;
}
const person = (account: string, roles: Actor['roles'] = demoAccount(account, 'demo').roles): Actor => ({
  ...demoAccount(account, 'demo'),
  roles,
});
/** All at once; `accepted`, or the code of the refusal. */
const answers = (requestId: string, actors: readonly Actor[]) =>
  Promise.all(
    actors.map((actor, at) =>
      decideRequest(stack.access, {
        requestId,
        choice: 'approve',
        actor,
        reason: 'read',
        key: sha256Text(`${requestId} ${at}`),
      }).then(
        () => 'accepted',
        ({ code }: { code?: string }) => code ?? 'untyped',
      ),
    ),
  );
async function decisions(requestId: string) {
  const { rows } = await stack.superuser.query<{ role: string; by: string }>(
    'SELECT role, decided_by AS by FROM catalog.decision WHERE request_id = $1 ORDER BY role',
    [requestId],
  );
  const events = await stack.superuser.query(
    `SELECT 1 FROM catalog.event WHERE workflow_id = $1 AND type = 'decisionRecorded'`,
    [requestId],
  );
  expect(events.rows).toHaveLength(rows.length);
  expect(new Set(rows.map(({ by }) => by)).size).toBe(rows.length);
  return rows.map(({ role }) => role);
}
const BOTH = ['privacy-officer', 'steward'];

describe('people who decide at once, on the real catalog', { timeout: 120_000 }, () => {
  it('are both recorded, once each, and it is approved', async () => {
    const request = await opened('11.0.0');
    const told = await answers(request.requestId, [person('steward-2'), person('privacy-officer')]);
    expect(told).toEqual(['accepted', 'accepted']);
    expect((await request.result()).stage).toBe('approved');
    expect(await decisions(request.requestId)).toEqual(BOTH);
  });

  it('count as many as it needs: of two officers one, of the submitter none', async () => {
    const request = await opened('12.0.0');
    const told = await answers(request.requestId, [
      person('privacy-officer'),
      person('privacy-officer-2'),
      person('steward'),
      person('steward-2'),
    ]);
    expect(told.filter((answer) => answer === 'accepted')).toHaveLength(2);
    // The submitter may come when it is closed already.
    expect(told[2]).toMatch(/^(FourEyes|RequestClosed)$/);
    expect(told[3]).toBe('accepted');
    expect((await request.result()).stage).toBe('approved');
    expect(await decisions(request.requestId)).toEqual(BOTH);
  });

  it('are one where they are one person, twice in one role or in both', async () => {
    const request = await opened('13.0.0');
    const told = await answers(request.requestId, [
      person('steward-2'),
      person('steward-2'),
      person('steward-2', ['privacy-officer']),
    ]);
    expect(told.filter((answer) => answer === 'accepted')).toHaveLength(1);
    expect(told.filter((answer) => answer === 'FourEyes')).toHaveLength(2);
    expect(await decisions(request.requestId)).toHaveLength(1);
    expect((await request.state())?.stage).toBe('awaitingDecision');
  });
});

describe('what a superuser changed, found by the command itself', { timeout: 240_000 }, () => {
  const sluis = (args: readonly string[], home = stack.home.root) => {
    const env = { ...process.env, SLUIS_HOME: home, LC_ALL: 'C' };
    const command = [join(root, 'bin/sluis.mjs'), ...args];
    const { status, stdout } = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
    return { status, stdout };
  };
  const verify = () => sluis(['audit', 'verify']);
  let bag = '';
  /** Past the triggers that keep the log from everybody else. */
  const asSuperuser = async (sql: string, values: readonly unknown[] = []) => {
    const client = await stack.superuser.connect();
    try {
      await client.query('SET session_replication_role = replica');
      return (await client.query(sql, [...values])).rows;
    } finally {
      await client.query('RESET session_replication_role');
      client.release();
    }
  };
  beforeAll(async () => {
    expect(await stack.onboard('bag')).toBe('approved');
    const { files } = await writeCity({ persons: 500, seed: 3, folder: join(stack.home.root, 'city') });
    bag = files.bag;
    expect((await deliverDemo(stack.access, 'bag', [bag])).state.stage).toBe('curated');
    expect(verify()).toMatchObject({ status: 0 });
  });

  it('the body of an event: exit 5, and the event by its number', async () => {
    const [row] = await asSuperuser(
      `SELECT seq, body FROM catalog.event WHERE type = 'decisionRecorded' ORDER BY seq LIMIT 1`,
    );
    const change = 'UPDATE catalog.event SET body = $2 WHERE seq = $1';
    await asSuperuser(change, [row.seq, { ...row.body, reason: 'never read' }]);
    expect(verify()).toEqual({
      status: 5,
      stdout: expect.stringContaining(`event-changed: event ${row.seq} `),
    });
    await asSuperuser(change, [row.seq, row.body]);
    expect(verify()).toMatchObject({ status: 0 });
  });

  it('a projection: exit 5, and the row by its table and key', async () => {
    const [row] = await asSuperuser(
      `SELECT request_id AS id, state FROM catalog.request WHERE state = 'open' LIMIT 1`,
    );
    const change = 'UPDATE catalog.request SET state = $2 WHERE request_id = $1';
    await asSuperuser(change, [row.id, 'approved']);
    expect(verify()).toEqual({
      status: 5,
      stdout: expect.stringContaining(`projection-differs: request ${row.id} (changed)`),
    });
    await asSuperuser(change, [row.id, row.state]);
    expect(verify()).toMatchObject({ status: 0 });
  });

  it('an object: exit 5, and the object by its zone and key', async () => {
    const [row] = await asSuperuser(
      `SELECT manifest->'objects'->0->>'key' AS key FROM catalog.dataset_version
       WHERE dataset = 'bag' AND zone = 'curated'`,
    );
    const zone = stack.zone('curated');
    const bytes = await bytesOf(zone, row.key);
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(100) ^ 1, 100);
    await zone.delete(row.key);
    await zone.put(row.key, changed);
    expect(verify()).toEqual({
      status: 5,
      stdout: expect.stringContaining(`object-changed: curated/${row.key} (event `),
    });
    await zone.delete(row.key);
    await zone.put(row.key, bytes);
    expect(verify()).toMatchObject({ status: 0 });
  });

  it('the lineage of a past moment: what was recorded by then, and no more', async () => {
    process.env.LC_ALL = 'C';
    const program = () => {
      const unused = () => Promise.reject(new Error('not asked for here'));
      const shelves = { themes: themeShelf, contracts: () => root, checkpointKey: unused as never };
      return sluisProgram({
        language: 'en',
        withAccess: (action) => action(stack.access),
        machine: { up: unused, down: unused, status: unused as never },
        examine: unused,
        demo: { help: '', asksForHelp: () => false, run: unused },
        ...shelves,
      });
    };
    const lineageAt = (moment: string, ...more: readonly string[]) =>
      printedBy(program(), ['lineage', 'bag', '--as-of', moment, ...more]);
    const [made] = await asSuperuser(
      `SELECT recorded_at AS at, seq::int FROM catalog.event WHERE type = 'curated' ORDER BY seq LIMIT 1`,
    );
    const before = new Date(made.at.getTime() - 1).toISOString();
    expect(await lineageAt(made.at.toISOString())).toMatch(
      new RegExp(`^as known at ${made.at.toISOString()}, by ${made.seq + 1} events\nbag@\\w+ \\[curated, `),
    );
    expect(await lineageAt(before)).toMatch(
      /^as known at .*\nbag@\w+ \[pseudonymised, .*\n {2}bag@\w+ \[landing, /,
    );
    expect(await lineageAt(before, '--down')).toMatch(/^as known at .*\nbag@\w+ \[pseudonymised, [^\n]*$/);
    expect(await lineageAt('2020-01-01')).toBe('at 2020-01-01T22:59:59.999Z nothing was recorded yet');
    expect(JSON.parse(await lineageAt('2020-01-01', '--json'))).toEqual({
      next: [],
      asOf: { instant: '2020-01-01T22:59:59.999Z', events: 0 },
    });
    expect(await lineageAt('2020-01-01', '--format', 'dot')).toMatch(/^\/\/ at .*\ndigraph lineage \{\n\}$/);
    expect(await lineageAt('2999-01-01')).toMatch(/^UsageInvalid: 2999-01-01T22:59:59.999Z is not past/);
  });

  it('an exported log: with file and public key alone, exit 5, and the event that was changed', async () => {
    const places = mkdtempSync(join(tmpdir(), 'sluis-auditor-'));
    const [file, key] = [join(places, 'audit.ndjson'), join(places, 'checkpoint.pub')];
    // The machine of an auditor: no lake, no servers.
    const elsewhere = (...args: readonly string[]) =>
      sluis(['audit', 'verify', ...args, '--key', key], join(places, 'no-lake'));
    const exported = sluis(['audit', 'export', '--out', file, '--json']);
    expect(exported.status).toBe(0);
    const text = readFileSync(file, 'utf8');
    copyFileSync(join(stack.home.credentials, 'checkpoint.pub'), key);
    const { events, sha256 } = JSON.parse(exported.stdout);
    expect([events, sha256]).toEqual([text.split('\n').length - 2, sha256Text(text)]);
    expect(sluis(['audit', 'export']).stdout).toBe(text);
    expect(sluis(['audit', 'export', '--out', file])).toMatchObject({ status: 2, stdout: '' });
    expect(elsewhere('--file', file)).toMatchObject({ status: 0 });
    // Names of the demo's people, and a value that the delivered file holds.
    const [, record = ''] = readFileSync(bag, 'utf8').split('\n');
    const value = record.split(',').find((cell) => cell.length >= 12) ?? '';
    expect(value).not.toBe('');
    for (const told of [...DEMO_ACCOUNTS.map(({ person }) => person), value])
      expect(text).not.toContain(told);

    const forged = join(places, 'forged.ndjson');
    writeFileSync(forged, text.replace('"reason":"', '"reason":"never '));
    expect(elsewhere('--file', forged)).toEqual({
      status: 5,
      stdout: expect.stringMatching(/^event-changed: event \d+ /m),
    });
    expect(sluis(['audit', 'verify', '--against', file])).toMatchObject({ status: 0 });
    rmSync(places, { recursive: true });
  });

  it('the tail of the log, cut off: exit 5, and which event it was', async () => {
    const [row] = await asSuperuser('SELECT max(seq) AS seq FROM catalog.event');
    await asSuperuser('DELETE FROM catalog.event WHERE seq = $1', [row.seq]);
    expect(verify()).toEqual({ status: 5, stdout: expect.stringContaining(`events-cut: event ${row.seq} `) });
  });
});
