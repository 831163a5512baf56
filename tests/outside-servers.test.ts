import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { openAccess } from '../infra/access.js';
import { homeAt, repositoryRoot } from '../infra/home.js';
import { type OwnServers, startOwnServers } from './own-servers.js';

let own: OwnServers;
const folder = mkdtempSync(join(tmpdir(), 'sluis-outside-'));
const home = homeAt(join(folder, 'home'));

beforeAll(async () => {
  chmodSync(folder, 0o755);
  own = await startOwnServers();
}, 120_000);
afterAll(async () => {
  sluis('down', '--wipe');
  await own?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sluis = (...args: string[]) => sluisWith({}, ...args);

function sluisWith(variables: Readonly<Record<string, string>>, ...args: string[]) {
  // What only the embedded servers need is pointed at nothing: whoever starts one of them fails.
  const none = {
    SLUIS_TEMPORAL: '',
    SLUIS_VERSITYGW: '',
    SLUIS_PG_BIN: '',
    PATH: '/nonexistent',
    SLUIS_CACHE: folder,
  };
  const env = {
    ...process.env,
    ...none,
    ...own?.variables,
    ...variables,
    SLUIS_HOME: home.root,
    NO_COLOR: '1',
  };
  const options = { cwd: repositoryRoot(), env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], options);
  return { status, stdout, stderr };
}

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('servers of an operator, named by variables', () => {
  it('are refused with what they lack, and how to make it', () => {
    const attributes = sluisWith({ TEMPORAL_NAMESPACE: 'default' }, 'up');
    expect([attributes.status, attributes.stderr]).toEqual([
      1,
      'Temporal lacks search attributes: temporal operator search-attribute create --namespace default --name SluisSource --type Keyword --name SluisStage --type Keyword\n→ Do what the message says; sluis status says where the logs are.\n',
    ]);
    const buckets = sluisWith({ S3_BUCKET_PREFIX: 'absent-' }, 'up');
    expect(buckets.status).toBe(1);
    expect(buckets.stderr).toContain('absent-landing for vault (NoSuchBucket)');
    const rights = sluisWith({ S3_DATA_SECRET_ACCESS_KEY: 'mistyped' }, 'up');
    expect(rights.stderr).toContain('lake-curated for data (SignatureDoesNotMatch)');
    expect(rights.stderr).not.toContain('mistyped');
    const database = new URL(String(own.variables.DATABASE_URL));
    database.pathname = '/nowhere';
    const absent = sluisWith({ DATABASE_URL: database.toString() }, 'up');
    expect(absent.status).toBe(1);
    expect(absent.stderr.split('\n')[0]).toBe(
      'PostgreSQL does not answer (3D000); is DATABASE_URL right, and its database there?',
    );
  });

  it('carry a source to curated, and the record of it verifies', async () => {
    expect(sluis('up')).toMatchObject({ status: 0, stderr: '' });
    const city = await writeCity({ persons: 300, seed: 3, folder: join(folder, 'city') });
    const access = await openAccess(home);
    try {
      const onboarded = await onboardDemo(access, repositoryRoot(), 'demo/contracts/bag.yaml');
      expect(onboarded.stage).toBe('approved');
      const { state } = await deliverDemo(access, 'bag', [city.files.bag]);
      expect([state.stage, state.rowsIn]).toEqual(['curated', city.rows.bag]);
    } finally {
      await access.close();
    }
    const verified = sluis('audit', 'verify', '--json');
    expect(verified.status).toBe(0);
    // Landed, pseudonymised and curated.
    expect(json(verified.stdout)).toMatchObject({ ok: true, objects: 3 });
  });

  it('are told as such by the status, and nothing embedded was started beside them', () => {
    const { servers } = json(sluis('status', '--json').stdout) as { servers: { state: string }[] };
    expect(servers.map(({ state }) => state)).toEqual(['external', 'external', 'external']);
    expect(readdirSync(home.servers)).toEqual([]);
    expect(readdirSync(home.run).sort()).toEqual(
      ['control', 'data', 'vault'].map((role) => `worker-${role}.json`),
    );
  });

  it('are left running by down, and found with all they hold by the next start', () => {
    expect(sluis('down').status).toBe(0);
    expect(own.processes.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([
      null,
      null,
      null,
    ]);
    expect(sluis('up').status).toBe(0);
    expect(json(sluis('audit', 'verify', '--json').stdout)).toMatchObject({ ok: true, objects: 3 });
  });
});
