import { execFileSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { WORKER_ROLES } from '../../domain/names.js';
import { type Home, repositoryRoot, startedAsRoot } from '../home.js';
import { postgresBinaries, temporalBinary, versitygwBinary } from '../servers/binaries.js';
import { broken, type Finding, ok } from './finding.js';

const OLDEST_NODE = [20, 19] as const;
const LEAST_FREE_BYTES = 2_000_000_000;

/** Versions, programs and room of this machine, and whether workers can have accounts of their own. */
export function machineFindings(home: Home): readonly Finding[] {
  return [
    nodeFinding(process.versions.node),
    ...programs(home),
    buildFinding(repositoryRoot()),
    diskFinding(freeBytes(home)),
    accounts(),
  ];
}

/** Of a version as `20.19.0`. */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const says = `Node ${version}`;
  return isNew
    ? ok('machine', 'node', says)
    : broken('machine', 'node', says, 'Install Node 20.19 or later.');
}

/** Go is needed only where a program is missing and no server of your own is named. */
function programs(home: Home): Finding[] {
  const needs = [
    { name: 'postgres', variable: 'DATABASE_URL', find: postgresBinaries },
    { name: 'temporal', variable: 'TEMPORAL_ADDRESS', find: temporalBinary },
    { name: 'versitygw', variable: 'S3_ENDPOINT', find: versitygwBinary },
  ];
  return needs.map(({ name, variable, find }) => {
    if (process.env[variable]) return ok('machine', name, `not needed: ${variable} is set`);
    try {
      find(home);
      return ok('machine', name, 'found');
    } catch {
      const next = `Run "npm run demo -- --once" once (${goSays()}), or set ${variable}.`;
      return broken('machine', name, 'not found', next);
    }
  });
}

function goSays(): string {
  try {
    return `it builds it with ${execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim()}`;
  } catch {
    return 'it needs Go 1.25 or later, which is not there';
  }
}

/** Of the folder of package.json. */
export function buildFinding(root: string): Finding {
  const isBuilt = WORKER_ROLES.every((role) => existsSync(join(root, `dist/infra/workers/${role}.js`)));
  if (isBuilt) return ok('machine', 'build', 'the workers are built');
  return broken('machine', 'build', 'the workers are not built', 'Run: npm run build');
}

function freeBytes(home: Home): number {
  const { bavail, bsize } = statfsSync(existsSync(home.root) ? home.root : repositoryRoot());
  return bavail * bsize;
}

export function diskFinding(free: number): Finding {
  const says = `${Math.round(free / 1e8) / 10} GB free for the state folder`;
  return free >= LEAST_FREE_BYTES
    ? ok('machine', 'disk', says)
    : broken('machine', 'disk', says, 'Make room, or set SLUIS_HOME to a folder with 2 GB and more.');
}

function accounts(): Finding {
  if (startedAsRoot()) return ok('walls', 'accounts', 'each worker and server runs under a uid of its own');
  return {
    area: 'walls',
    check: 'accounts',
    state: 'absent',
    says: 'workers and servers run under one uid: nothing keeps one from environment, memory, work files, keys and server files of another',
    next: 'Start Sluis as root to have this wall: each worker then gives root up for an account of its own.',
  };
}
