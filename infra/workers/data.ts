import { dataParts } from './data-parts.js';
import { runWorker } from './run-worker.js';

/** Curate, analyse, protect, publish: sees pseudonymised and safer data, and no key. */
await runWorker('data', (config) => dataParts(config));
