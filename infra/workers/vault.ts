import { runWorker } from './run-worker.js';
import { vaultParts } from './vault-parts.js';

/** Intake, landing, profile, pseudonyms: the only process that sees identified data and leases keys. */
await runWorker('vault', (config) => vaultParts(config));
