import { statSync } from 'node:fs';
import { type Endpoints, readSetupConfig } from '../config.js';
import type { Home } from '../home.js';
import { databaseFindings } from './database.js';
import { fileFindings } from './files.js';
import { broken, type Finding, looked } from './finding.js';
import { machineFindings } from './machine.js';
import { quarantineFindings } from './quarantine.js';
import { storeFindings } from './store.js';
import { temporalClock, temporalFindings } from './temporal.js';
import { workerFindings } from './workers.js';

const UP = 'Run: sluis up';

/** Everything that Sluis needs, looked at without changing any of its data. Reads the set-up's credentials, names none. */
export async function examine(home: Home): Promise<readonly Finding[]> {
  const machine = machineFindings(home);
  const endpoints = endpointsOf(home);
  if (endpoints === null) {
    const nothing = broken('servers', 'set-up', 'nothing was started here, or by another account', UP);
    return [...machine, ...(isOurs(home) ? fileFindings(home) : []), nothing];
  }
  const rest = await Promise.all([
    looked('servers', 'postgres', UP, () => databaseFindings(endpoints)),
    looked('servers', 'temporal', UP, () => temporalFindings(endpoints)),
    looked('servers', 'clock temporal', UP, () => temporalClock(home)),
    looked('rights', 'store', UP, () => storeFindings(endpoints)),
    workerFindings(home),
    looked('quarantine', 'destruction', UP, () => quarantineFindings(endpoints)),
  ]);
  return [...machine, ...fileFindings(home), ...rest.flat()];
}

/** A start of ours that lost its set-up: of another account we could not even see what is there. */
function isOurs(home: Home): boolean {
  return statSync(home.credentials, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function endpointsOf(home: Home): Endpoints | null {
  try {
    return readSetupConfig(home).endpoints;
  } catch {
    return null;
  }
}
