import { controlParts } from './control-parts.js';
import { runWorker } from './run-worker.js';

/** Workflows, gates, all events: the only process that appends to the catalog. */
await runWorker('control', async (config) => controlParts(config, async () => {}));
