import { defineConfig } from 'vitest/config';
import { policyDigest } from './infra/bootstrap/policy-digest.mjs';

export default defineConfig({
  define: { __POLICY_DIGEST__: JSON.stringify(policyDigest()) },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
