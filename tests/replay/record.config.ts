import { defineConfig } from 'vitest/config';

/** Records the stored histories anew: npm test -- --config tests/replay/record.config.ts */
export default defineConfig({
  test: { include: ['tests/replay/record.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
});
