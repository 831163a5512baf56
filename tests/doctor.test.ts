import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockFinding } from '../infra/doctor/clock.js';
import { repositoryRoot, startedAsRoot } from '../infra/home.js';
import { stopWorkers } from '../infra/processes.js';
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

function doctor(home = stack.home.root): { status: number | null; report: Report; text: string } {
  const env = { ...process.env, SLUIS_HOME: home };
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
    const put = (kind: string, id: string, source: string, since: string, destroyBy: string) =>
      stack.superuser.query(
        `INSERT INTO catalog.quarantine (subject_kind, subject_id, source_id, zone, codes, since, destroy_by,
           breach_assessment, state)
         VALUES ($1, $2, $3, 'landing', '[]', now() + $4::interval, (now() + $5::interval)::text, 'not-needed', 'quarantined')`,
        [kind, id, source, since, destroyBy],
      );
    await stack.superuser.query(
      `INSERT INTO catalog.measure (measure_id, source_id, measure, imposed_by, role, reason, imposed_at)
       VALUES ('hold:held:1', 'held', 'hold', 'x', 'auditor', 'x', now())`,
    );
    await put('delivery', 'past', 'free', '-15 days', '-1 day');
    await put('delivery', 'held', 'held', '-15 days', '-1 day');
    await put('delivery', 'waits', 'free', '-2 hours', '14 days');
    await put('run', 'left', 'held', '-2 hours', '14 days');
    await put('dataset-version', 'fresh', 'free', '-1 minute', '14 days');
    const { status, report } = doctor();
    const { rows } = await stack.superuser.query<{ past: Date; left: Date }>(
      `SELECT max(destroy_by::timestamptz) FILTER (WHERE subject_id = 'past') AS past,
         max(since) FILTER (WHERE subject_id = 'left') AS left FROM catalog.quarantine`,
    );
    const day = (of: 'past' | 'left') => rows[0]?.[of].toISOString().slice(0, 10);
    expect(status).toBe(1);
    expect(brokenOnes(report)).toMatchObject([
      { area: 'quarantine', check: 'delivery past', says: `should have been destroyed on ${day('past')}` },
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

  it('calls a clock broken only outside of what the question took and two seconds', () => {
    const at = (ms: number) => clockFinding('postgres', new Date(ms), 10_000, 11_000);
    expect([at(10_500), at(8_000), at(13_000)].map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect([at(7_999), at(13_001)].map(({ state }) => state)).toEqual(['broken', 'broken']);
  });
});
