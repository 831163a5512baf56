import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.js';

/** Records the stored histories anew: npm test -- --config tests/replay/record.config.ts */
export default defineConfig({
  ...base,
  test: { include: ['tests/replay/record.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
});
