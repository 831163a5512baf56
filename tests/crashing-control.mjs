// The control worker, killed right after the commit whose number stands in the file `crash-at` of its folder: between
// the commit in PostgreSQL and the completion that Temporal never hears of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlParts } from '../dist/infra/workers/control-parts.js';
import { runWorker } from '../dist/infra/workers/run-worker.js';

const crashAt = Number(readFileSync(join(process.env.HOME, 'crash-at'), 'utf8'));
let commits = 0;

await runWorker('control', async (config) =>
  controlParts(config, async () => {
    commits += 1;
    if (commits === crashAt) process.kill(process.pid, 'SIGKILL');
  }),
);
