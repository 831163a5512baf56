// The control worker with the themes of a test, and with a clock that is as many days ahead as the file `days-ahead` of
// its folder says at the moment of asking.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { themeShelf } from '../dist/infra/themes.js';
import { controlParts } from '../dist/infra/workers/control-parts.js';
import { runWorker } from '../dist/infra/workers/run-worker.js';

const DAY = 24 * 3_600_000;
const daysAhead = () => Number(readFileSync(join(process.env.HOME, 'days-ahead'), 'utf8'));

await runWorker('control', async (config) =>
  controlParts(config, async () => {}, {
    now: () => new Date(Date.now() + daysAhead() * DAY).toISOString(),
    themes: themeShelf(join(process.env.SLUIS_HOME, 'themes')),
  }),
);
