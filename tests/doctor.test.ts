import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEARCH_ATTRIBUTES, type Zone } from '../domain/names.js';
import { readSetupConfig } from '../infra/config.js';
import { clockFinding } from '../infra/doctor/clock.js';
import { buildFinding, diskFinding, nodeFinding } from '../infra/doctor/machine.js';
import { repositoryRoot, startedAsRoot, WORKER_UIDS } from '../infra/home.js';
import { stopWorkers } from '../infra/processes.js';
import { clientFor, ensureZones } from '../infra/servers/s3-zones.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack('doctor');
}, 120_000);
afterAll(() => stack?.stop());

interface Report {
  readonly ok: boolean;
  readonly findings: { area: string; check: string; state: string; says: string; next: string }[];
}

function doctor(
  home = stack.home.root,
  more: NodeJS.ProcessEnv = {},
): { status: number | null; report: Report; text: string } {
  const env = { ...process.env, SLUIS_HOME: home, ...more };
  const args = ['dist/cli/main.js', 'doctor', '--json'];
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: repositoryRoot(),
    env,
    encoding: 'utf8',
  });
  return { status, report: JSON.parse(stdout) as Report, text: stdout };
}

const brokenOnes = ({ findings }: Report) => findings.filter(({ state }) => state === 'broken');

/** Every string of a credentials file that is long enough to be a secret, and passwords inside of URLs. */
function secrets(): string[] {
  const texts = readdirSync(stack.home.credentials).map((name) =>
    readFileSync(join(stack.home.credentials, name), 'utf8'),
  );
  return [...new Set(texts.flatMap((text) => text.match(/[0-9a-f]{48}|[A-Za-z0-9+/]{43}=/g) ?? []))];
}

const keysIn = (zones: readonly Zone[]) =>
  Promise.all(
    zones.map(async (zone) => {
      const keys: string[] = [];
      for await (const { key } of stack.zone(zone).list('')) keys.push(key);
      return keys;
    }),
  );

/** A statement of a bucket's policy. */
const allow = (who: string, action: string, resource: string) => ({
  Effect: 'Allow',
  Principal: { AWS: [who] },
  Action: [action],
  Resource: [`arn:aws:s3:::${resource}`],
});

/** Puts statements behind those of a bucket's policy, of which the first `without` go. */
async function addToPolicy(root: S3Client, Bucket: string, more: readonly object[], without = 0) {
  const { Policy = '' } = await root.send(new GetBucketPolicyCommand({ Bucket }));
  const policy = JSON.parse(Policy) as { Statement: object[] };
  const Statement = [...policy.Statement.slice(without), ...more];
  await root.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...policy, Statement }) }));
}

describe('sluis doctor', () => {
  it('finds nothing broken in a fresh start, and names no secret', () => {
    const { status, report, text } = doctor();
    expect([status, report.ok, brokenOnes(report)]).toEqual([0, true, []]);
    const checks = report.findings.map(({ check }) => check);
    for (const check of [
      'node',
      'disk',
      'accounts',
      'permissions',
      'postgres',
      'clock postgres',
      'clock temporal',
    ])
      expect(checks).toContain(check);
    const wall = report.findings.find(({ check }) => check === 'accounts');
    expect(wall?.state).toBe(startedAsRoot() ? 'ok' : 'absent');
    expect(secrets().length).toBeGreaterThan(8);
    expect(secrets().filter((secret) => text.includes(secret)).length).toBe(0);
  });

  it('names a credential that others can read, with the command that closes it', () => {
    const path = join(stack.home.credentials, 'vault.json');
    chmodSync(path, 0o644);
    const { status, report } = doctor();
    chmodSync(path, 0o600);
    expect(status).toBe(1);
    expect(brokenOnes(report)).toMatchObject([{ area: 'files', check: path, next: `chmod 600 ${path}` }]);
  });

  it('names folders, keys and files that are open, each with the command that closes it', () => {
    const { credentials, servers, run, workers, root } = stack.home;
    const keys = join(workers, 'vault', 'keys');
    const city = join(root, 'city');
    mkdirSync(join(keys, 'a-purpose'), { mode: 0o700 });
    mkdirSync(city, { mode: 0o777 });
    for (const name of ['k1.json', 'a-purpose/1.json']) writeFileSync(join(keys, name), '{}');
    const open = [
      ...[credentials, servers, run].map((path) => ({ path, mode: 0o777, should: 0o711 })),
      ...[join(servers, 's3/data'), city, keys].map((path) => ({ path, mode: 0o777, should: 0o700 })),
      ...[join(keys, 'k1.json'), join(keys, 'a-purpose/1.json'), join(servers, 's3/iam/users.json')].map(
        (path) => ({ path, mode: 0o666, should: 0o600 }),
      ),
      { path: join(credentials, 'left-over'), mode: 0o644, should: 0o600 },
    ];
    writeFileSync(join(credentials, 'left-over'), '');
    if (startedAsRoot())
      for (const name of ['', 'k1.json', 'a-purpose', 'a-purpose/1.json'])
        chownSync(join(keys, name), WORKER_UIDS.vault, WORKER_UIDS.vault);
    for (const { path, mode } of open) chmodSync(path, mode);
    const { status, report } = doctor();
    for (const { path, should } of open) chmodSync(path, should);
    for (const name of ['k1.json', 'a-purpose']) rmSync(join(keys, name), { recursive: true });
    rmSync(city, { recursive: true });
    rmSync(join(credentials, 'left-over'));
    expect(status).toBe(1);
    const found = brokenOnes(report).map(({ area, check, next }) => `${area} ${check} ${next}`);
    const expected = open.map(({ path, should }) => `files ${path} chmod ${should.toString(8)} ${path}`);
    expect(found.sort()).toEqual(expected.sort());
    expect(doctor().status).toBe(0);
  });

  it.each([
    ['credentials/vault.kek', /key-loss\.md$/],
    ['credentials/secrets.json', /from a backup/],
    ['credentials/control.json', /sluis up$/],
    ['credentials/person.json', /sluis up$/],
    ['credentials/checkpoint.pub', /sluis up$/],
    ['workers/control/staff.key', /from a backup/],
    ['workers/vault/keys', /key-loss\.md$/],
  ])('names %s where it is missing, with the next step', (name, next) => {
    const path = join(stack.home.root, name);
    renameSync(path, `${stack.home.root}/aside`);
    const { status, report } = doctor();
    renameSync(`${stack.home.root}/aside`, path);
    expect(status).toBe(1);
    const missing = brokenOnes(report).find(({ check }) => check === path);
    expect(missing).toMatchObject({ area: 'files', says: 'missing', next: expect.stringMatching(next) });
    const others = brokenOnes(report).filter(({ check }) => !check.startsWith(path));
    // What is asked with the credentials of a person has no answer without them.
    expect(others.map(({ check }) => check)).toEqual(name.includes('person') ? ['clock temporal'] : []);
  });

  it('names a key-encryption key that is another one', () => {
    const path = join(stack.home.credentials, 'vault.kek');
    const right = readFileSync(path);
    writeFileSync(path, randomBytes(32));
    const { report } = doctor();
    writeFileSync(path, right);
    expect(brokenOnes(report)).toMatchObject([{ area: 'files', check: path }]);
    expect(brokenOnes(report)[0]?.says).toContain('not the key');
  });

  it('looks at the files also where the set-up is lost', () => {
    const path = join(stack.home.credentials, 'setup.json');
    renameSync(path, `${path}.aside`);
    const { report } = doctor();
    renameSync(`${path}.aside`, path);
    expect(brokenOnes(report).map(({ check }) => check)).toEqual([path, 'set-up']);
  });

  it('names a right on one column of the log, a way to its owner, and a trigger that is off', async () => {
    await stack.superuser.query('GRANT UPDATE (actor) ON catalog.event TO sluis_control');
    await stack.superuser.query('GRANT INSERT (actor) ON catalog.event TO sluis_data');
    await stack.superuser.query('ALTER ROLE sluis_vault NOINHERIT');
    await stack.superuser.query('GRANT sluis_owner TO sluis_vault');
    await stack.superuser.query('ALTER TABLE catalog.event DISABLE TRIGGER refuse_change');
    const { status, report } = doctor();
    await stack.superuser.query('REVOKE UPDATE (actor) ON catalog.event FROM sluis_control');
    await stack.superuser.query('REVOKE INSERT (actor) ON catalog.event FROM sluis_data');
    await stack.superuser.query('REVOKE sluis_owner FROM sluis_vault');
    await stack.superuser.query('ALTER ROLE sluis_vault INHERIT');
    await stack.superuser.query('ALTER TABLE catalog.event ENABLE TRIGGER refuse_change');
    expect(status).toBe(1);
    const found = brokenOnes(report);
    expect(found.map(({ check }) => check)).toEqual(['sluis_control', 'sluis_vault', 'sluis_data', 'log']);
    expect(found.at(-1)?.next).toBe('ALTER TABLE catalog.event ENABLE TRIGGER refuse_change');
    expect(doctor().status).toBe(0);
  });

  it('names each wall of the store that is open, and a right that is lacking, and stores nothing', async () => {
    const { s3 } = readSetupConfig(stack.home).endpoints;
    const root = clientFor(s3, s3.root ?? { accessKeyId: '', secretAccessKey: '' });
    const grants = {
      landing: [allow('sluis-data', 's3:PutObject', 'sluis-landing/*')],
      audit: [allow('sluis-control', 's3:DeleteObject', 'sluis-audit/*')],
      released: [allow('*', 's3:GetObject', 'sluis-released/*')],
    };
    await stack.zone('released').put('a-table', Buffer.from('1'));
    const before = await keysIn(['landing', 'audit', 'released']);
    for (const [zone, more] of Object.entries(grants)) await addToPolicy(root, `sluis-${zone}`, more);
    // The first statement on pseudonymised is what the vault may do with objects there.
    await addToPolicy(root, 'sluis-pseudonymised', [], 1);
    const { status, report } = doctor();
    for (const zone of [...Object.keys(grants), 'pseudonymised'])
      await root.send(new DeleteBucketPolicyCommand({ Bucket: `sluis-${zone}` }));
    await ensureZones(s3, s3.root ?? { accessKeyId: '', secretAccessKey: '' });
    root.destroy();
    expect(status).toBe(1);
    // What everybody may, each identity may too.
    expect(brokenOnes(report).map(({ check, says }) => [check, says])).toEqual([
      ['store control', 'sluis-released (get allowed), sluis-audit (delete allowed)'],
      ['store vault', 'sluis-pseudonymised (get denied), sluis-released (get allowed)'],
      ['store data', 'sluis-landing (put allowed)'],
      ['store anonymous', 'sluis-released (get allowed)'],
    ]);
    expect(await keysIn(['landing', 'audit', 'released'])).toEqual(before);
    await stack.zone('released').delete('a-table');
    expect(doctor().status).toBe(0);
  });

  it('names a migration that is lacking, and a search attribute', async () => {
    const { rows } = await stack.superuser.query(
      'DELETE FROM catalog.migration WHERE number = (SELECT max(number) FROM catalog.migration) RETURNING *',
    );
    const { temporal } = readSetupConfig(stack.home).endpoints;
    const connection = await Connection.connect({ address: temporal.address });
    const { namespace } = temporal;
    const name = SEARCH_ATTRIBUTES.stage;
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: [name] });
    const { status, report } = doctor();
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { [name]: 2 } });
    await connection.close();
    const columns = Object.keys(rows[0] ?? {});
    await stack.superuser.query(
      `INSERT INTO catalog.migration (${columns}) VALUES (${columns.map((_, at) => `$${at + 1}`)})`,
      Object.values(rows[0] ?? {}),
    );
    expect(status).toBe(1);
    expect(brokenOnes(report).map(({ check }) => check)).toEqual(['schema', 'search attributes']);
    expect(brokenOnes(report)[1]?.says).toBe(`missing: ${name}`);
    expect(doctor().status).toBe(0);
  });

  it('names programs that are nowhere, unless a server of your own takes their place', () => {
    const nowhere = {
      PATH: '',
      SLUIS_TEMPORAL: '',
      SLUIS_VERSITYGW: '',
      SLUIS_CACHE: join(stack.home.root, 'none'),
    };
    const missing = brokenOnes(doctor(stack.home.root, nowhere).report);
    expect(missing.map(({ check, says }) => [check, says])).toEqual([
      ['temporal', 'not found'],
      ['versitygw', 'not found'],
    ]);
    for (const { next } of missing) expect(next).toMatch(/npm run demo.*set (TEMPORAL_ADDRESS|S3_ENDPOINT)/);
  });

  it('names a role that could change the log, and one that could make roles', async () => {
    await stack.superuser.query('GRANT UPDATE ON catalog.event TO sluis_data');
    await stack.superuser.query('ALTER ROLE sluis_vault CREATEROLE');
    const { status, report } = doctor();
    await stack.superuser.query('REVOKE UPDATE ON catalog.event FROM sluis_data');
    await stack.superuser.query('ALTER ROLE sluis_vault NOCREATEROLE');
    expect(status).toBe(1);
    expect(
      brokenOnes(report)
        .map(({ check }) => check)
        .sort(),
    ).toEqual(['sluis_data', 'sluis_vault']);
  });

  it('names what should have been destroyed by now, and neither what is held nor what has its time', async () => {
    const put = (kind: string, id: string, source: string, since: string, destroyBy: string, past = false) =>
      stack.superuser.query(
        `INSERT INTO catalog.quarantine (subject_kind, subject_id, source_id, zone, codes, since, destroy_by,
           breach_assessment, state, past_retention)
         VALUES ($1, $2, $3, 'landing', '[]', now() + $4::interval, (now() + $5::interval)::text, 'not-needed', 'quarantined', $6)`,
        [kind, id, source, since, destroyBy, past],
      );
    await stack.superuser.query(
      `INSERT INTO catalog.measure (measure_id, source_id, measure, state, imposed_by, role, reason, imposed_at)
       VALUES ('hold:held:1', 'held', 'hold', 'held', 'x', 'auditor', 'x', now())`,
    );
    await put('delivery', 'past', 'free', '-15 days', '-1 day');
    await put('delivery', 'held', 'held', '-15 days', '-1 day');
    await put('delivery', 'waits', 'free', '-2 hours', '14 days');
    await put('run', 'left', 'held', '-2 hours', '14 days');
    await put('dataset-version', 'fresh', 'free', '-1 minute', '14 days');
    await put('dataset-version', 'old', 'free', '-3 hours', '-3 hours', true);
    await put('dataset-version', 'kept', 'held', '-2 hours', '-2 hours', true);
    const { status, report } = doctor();
    const { rows } = await stack.superuser.query<{ past: Date; old: Date; left: Date }>(
      `SELECT max(destroy_by::timestamptz) FILTER (WHERE subject_id = 'past') AS past,
         max(since) FILTER (WHERE subject_id = 'old') AS old,
         max(since) FILTER (WHERE subject_id = 'left') AS left FROM catalog.quarantine`,
    );
    const day = (of: 'past' | 'old' | 'left') => rows[0]?.[of].toISOString().slice(0, 10);
    expect(status).toBe(1);
    expect(brokenOnes(report)).toMatchObject([
      { area: 'quarantine', check: 'delivery past', says: `should have been destroyed on ${day('past')}` },
      { area: 'quarantine', check: 'copy old', says: `should have been destroyed on ${day('old')}` },
      { area: 'quarantine', check: 'run left', says: `copies should have been removed on ${day('left')}` },
    ]);
    expect(brokenOnes(report)[0]?.next).toBe('Run: sluis up. Then look again: sluis quarantine show past');
    await stack.superuser.query('TRUNCATE catalog.quarantine, catalog.measure');
    expect(doctor().status).toBe(0);
  });

  it('names a worker that does not run, each with its next step', async () => {
    await stopWorkers(stack.home, ['data']);
    const { status, report } = doctor();
    expect(status).toBe(1);
    expect(brokenOnes(report)).toMatchObject([{ area: 'workers', check: 'data', says: 'stopped' }]);
    expect(brokenOnes(report)[0]?.next).toContain('sluis up');
  });

  it('says what to do where nothing was started', () => {
    const { status, report } = doctor(join(stack.home.root, 'nothing'));
    expect(status).toBe(1);
    expect(brokenOnes(report)).toMatchObject([{ check: 'set-up', next: 'Run: sluis up' }]);
  });

  it('calls a Node before 20.19 too old, less than 2 GB too little, and a folder without workers not built', () => {
    const versions = ['18.20.0', '20.18.9', '20.19.0', '22.0.0'].map((one) => nodeFinding(one).state);
    expect(versions).toEqual(['broken', 'broken', 'ok', 'ok']);
    expect([1_999_999_999, 2_000_000_000].map((one) => diskFinding(one).state)).toEqual(['broken', 'ok']);
    expect(diskFinding(1_500_000_000).says).toBe('1.5 GB free for the state folder');
    expect(buildFinding(stack.home.root)).toMatchObject({ state: 'broken', next: 'Run: npm run build' });
  });

  it('calls a clock broken only outside of what the question took and two seconds', () => {
    const at = (ms: number) => clockFinding('postgres', new Date(ms), 10_000, 11_000);
    expect([at(10_500), at(8_000), at(13_000)].map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect([at(7_999), at(13_001)].map(({ state }) => state)).toEqual(['broken', 'broken']);
  });
});
