export { checkObjects } from './check-objects.js';
export { ingestDelivery } from './ingest-delivery.js';
export { onboardSource } from './onboard-source.js';
export { readCheckpoint } from './read-checkpoint.js';
export { readProtectedTables } from './read-protected-tables.js';
export { readStaffNames } from './read-staff-names.js';
export { releaseResult } from './release-result.js';
export { runTheme } from './run-theme.js';
