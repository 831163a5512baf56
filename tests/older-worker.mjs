// The vault or the data worker of an older version of the code: whatever it makes bears that version.
import { basename } from 'node:path';
import { dataParts } from '../dist/infra/workers/data-parts.js';
import { runWorker } from '../dist/infra/workers/run-worker.js';
import { vaultParts } from '../dist/infra/workers/vault-parts.js';

const PARTS = { vault: vaultParts, data: dataParts };
const role = basename(process.env.HOME);

await runWorker(role, (config) =>
  PARTS[role](config, (deps) => ({ ...deps, codeVersion: 'sluis 0.0.1+older' })),
);
