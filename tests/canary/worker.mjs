// A worker as it is, with a plan of what happens at its ports: `canary.json` in its folder (around.mjs).
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { controlParts } from '../../dist/infra/workers/control-parts.js';
import { dataParts } from '../../dist/infra/workers/data-parts.js';
import { runWorker } from '../../dist/infra/workers/run-worker.js';
import { vaultParts } from '../../dist/infra/workers/vault-parts.js';
import { deciding } from './around.mjs';
import { instrument, ported } from './ports.mjs';

const role = basename(process.env.HOME);
const plan = JSON.parse(readFileSync(join(process.env.HOME, 'canary.json'), 'utf8'));
const around = deciding(plan, (line) => process.stdout.write(`${line}\n`));

const MAKE = {
  control: async (config) => controlParts(config, async () => {}),
  vault: (config) => vaultParts(config, (deps) => ({ ...deps, keys: ported('keys', deps.keys, around) })),
  data: (config) => dataParts(config),
};

await runWorker(role, (config) => {
  // Only what it does as a worker: how it starts is told by the set-up.
  instrument(around);
  return MAKE[role](config);
});
