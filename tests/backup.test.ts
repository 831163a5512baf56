import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseDemo } from '../demo/releasing.js';
import { repositoryRoot } from '../infra/home.js';
import { vaultKeys } from '../infra/vault-keys.js';
import { type Stack, startStack } from './stack.js';

/** Runs the commands of docs/backup-and-restore.md as they stand there; `npm run build` first. */
const PAGE = readFileSync(new URL('../docs/backup-and-restore.md', import.meta.url), 'utf8');
const root = repositoryRoot();
let stack: Stack;
let places: string;
let city: Awaited<ReturnType<typeof writeCity>>;
let release = '';
let waiting = '';
let other = '';

/** The commands of one heading, in a shell that stops at the first failure. */
function section(heading: string) {
  const text = PAGE.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const commands = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join('');
  if (commands === '') throw new Error(`the page has no commands under ${heading}`);
  return shell(commands);
}

/** `npx` finds the program of this repository; here it is called without the search. */
function shell(commands: string) {
  const script = `set -e\nnpx() { shift; node "$REPOSITORY/bin/sluis.mjs" "$@"; }\n${commands}`;
  const env = {
    ...process.env,
    REPOSITORY: root,
    SLUIS_HOME: stack.home.root,
    BACKUP: join(places, 'backup'),
    KEK_BACKUP: join(places, 'kek'),
    WITNESS: join(places, 'witness'),
    NO_COLOR: '1',
  };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: root, env, encoding: 'utf8' });
  return { status, stdout, said: `${stdout}\n${stderr}` };
}

beforeAll(async () => {
  places = mkdtempSync(join(tmpdir(), 'sluis-backup-places-'));
  for (const name of ['backup', 'kek', 'witness', 'city', 'out']) mkdirSync(join(places, name));
  stack = await startStack('backup');
  city = await writeCity({ persons: 6_000, seed: 3, folder: join(places, 'city') });
  other = (await writeCity({ persons: 500, seed: 4, folder: join(places, 'other') })).files.bag;
  await onboardDemo(stack.access, root, 'demo/linkage-domains/instroom-drugs.yaml');
  for (const [id, file] of [
    ['brp', city.files.brp],
    ['politie-verdachte', city.files.politie_verdachte],
  ] as const) {
    expect(await stack.onboard(id)).toBe('approved');
    expect((await deliverDemo(stack.access, id, [file])).state.stage).toBe('curated');
  }
  release = await releaseDemo(stack.access, 'instroom-drugs');
  const asked = shell('npx sluis onboard demo/contracts/bag.yaml --as steward --json');
  expect(asked.status).toBe(0);
  waiting = JSON.parse(asked.stdout).requestId;
}, 300_000);
afterAll(async () => {
  if (stack) await stack.stop();
  rmSync(places, { recursive: true, force: true });
});

const audit = () => shell('npx sluis audit verify --json');
const events = (): number => JSON.parse(audit().stdout).events;

describe('the page on backup and restore, by its own commands', { timeout: 240_000 }, () => {
  let atBackup = 0;
  let before: ReturnType<typeof seen>;

  /** What a person sees, and the bytes of what was released. */
  function seen() {
    const out = join(places, 'out');
    const { status, stdout } = shell(`npx sluis results download ${release} --out ${out} >&2
      npx sluis datasets --json`);
    expect(status).toBe(0);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const bytes = files.map((one) => readFileSync(join(one.parentPath, one.name)).toString('base64'));
    rmSync(out, { recursive: true });
    return { datasets: JSON.parse(stdout), released: files.map(({ name }) => name), bytes };
  }

  it('copies a lake that is down, and the key-encryption key to another place', () => {
    before = seen();
    expect(before.released.length).toBeGreaterThan(0);
    expect(section('Back up')).toMatchObject({ status: 0 });
    atBackup = events();
    expect(readdirSync(join(places, 'backup')).sort()).toEqual(['sluis.tar', 'sluis.tar.sha256']);
    const held = spawnSync('tar', ['-tf', join(places, 'backup/sluis.tar')], { encoding: 'utf8' }).stdout;
    expect(held).toContain('./workers/vault/keys/');
    expect(held).not.toContain('vault.kek');
    expect(readFileSync(join(places, 'kek/vault.kek'))).toHaveLength(32);
  });

  it('finds an older database beside a newer checkpoint: exit 5', () => {
    expect(shell('npx sluis onboard demo/contracts/energie.yaml --as steward')).toMatchObject({ status: 0 });
    expect(events()).toBeGreaterThan(atBackup);
    expect(section('Keep a witness')).toMatchObject({ status: 0 });
    expect(section('Hold the log')).toMatchObject({ status: 0 });
    const { status, said } = section('An older database');
    expect({ status, said }).toMatchObject({
      status: 5,
      said: expect.stringMatching(/events-cut: events \d+ to \d+/),
    });
  });

  it('restores into an empty folder of the same path, and verifies every event and object', () => {
    expect(shell('npx sluis down --wipe').status).toBe(0);
    const { status, said } = section('Restore');
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(events()).toBe(atBackup);
    expect(seen()).toEqual(before);
  });

  it('names what a restore lost, by an export that was kept elsewhere', () => {
    const { status, said } = section('Hold the log');
    expect({ status, said }).toMatchObject({
      status: 5,
      said: expect.stringMatching(new RegExp(`events-cut: events? ${atBackup} `)),
    });
  });

  it('goes on where it was: what waited for people is decided, and a delivery is landed', () => {
    const decided = shell(`npx sluis approve ${waiting} --as steward-2 --reason "gelezen"
      npx sluis deliver bag --file ${city.files.bag} --as steward --wait`);
    expect(decided).toMatchObject({ status: 0 });
    expect(audit().status).toBe(0);
  });
});

describe('the page on the loss of the key-encryption key', { timeout: 240_000 }, () => {
  const kek = () => join(stack.home.credentials, 'vault.kek');
  const kept = () => join(places, 'kek/vault.kek');
  const purpose = { kind: 'pseudonym', domain: 'instroom-drugs', entityType: 'bsn' } as const;

  it('makes no new key where wrapped keys lie, says what is gone, and verifies the audit without it', async () => {
    expect(shell('npx sluis down').status).toBe(0);
    rmSync(kek());
    expect(shell('npx sluis up').status).toBe(0);
    expect(existsSync(kek())).toBe(false);
    await expect((await vaultKeys(stack.home)).lease(purpose)).rejects.toMatchObject({
      code: 'KeyUnavailable',
      message: expect.stringMatching(/key-encryption key of the vault is gone/),
    });
    expect(audit().status).toBe(0);
  });

  it('still runs a theme over what is curated', () => {
    expect(shell('npx sluis themes run instroom-drugs --as analyst')).toMatchObject({ status: 0 });
  });

  it('names a wrong key as such, before anything is wrapped under it', async () => {
    writeFileSync(kek(), randomBytes(32), { mode: 0o600 });
    const keys = await vaultKeys(stack.home);
    for (const use of [keys.lease(purpose), keys.createKey(purpose), keys.rotate(purpose)]) {
      await expect(use).rejects.toMatchObject({
        code: 'KeyUnavailable',
        message: expect.stringMatching(/is not the one that wraps its keys/),
      });
    }
    expect(shell('npx sluis down && npx sluis up').status).toBe(0);
    expect(audit().status).toBe(0);
  });

  it('opens the same keys again once the right one is put back', async () => {
    copyFileSync(kept(), kek());
    expect(shell('npx sluis down && npx sluis up').status).toBe(0);
    const lease = await (await vaultKeys(stack.home)).lease(purpose);
    expect(lease.epoch).toBe(1);
    lease.release();
    const again = shell(`npx sluis deliver bag --file ${other} --as steward --wait`);
    expect(again).toMatchObject({ status: 0 });
    expect(audit().status).toBe(0);
  });
});
