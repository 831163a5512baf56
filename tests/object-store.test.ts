import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { readConfig } from '../infra/config.js';
import { createHome, homeAt } from '../infra/home.js';
import { startServers, stopServers } from '../infra/servers/index.js';
import { memoryObjectStore } from '../lake/memory-object-store.js';
import type { ObjectStore } from '../lake/object-store.js';
import { s3ObjectStore } from '../lake/s3-object-store.js';
import { objectStoreConformance } from '../lake/testing/object-store-conformance.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-store-'));
chmodSync(folder, 0o755);
const home = homeAt(folder);
let landing: ObjectStore;

beforeAll(async () => {
  createHome(home);
  await startServers(home);
  const { s3 } = readConfig(home, 'vault');
  landing = s3ObjectStore({ ...s3, bucket: s3.buckets.landing });
});
afterAll(() => stopServers(home, { wipe: true }));

const memory = memoryObjectStore();
objectStoreConformance('in memory', () => memory);
objectStoreConformance('S3, as the vault in landing', () => landing);
