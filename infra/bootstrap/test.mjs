import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOver } from './child.mjs';
import { root, textOf } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main } from './report.mjs';

/** All tests on the real servers. The last line is `N passed, N failed`; more arguments go to vitest. */
await main(async () => {
  const env = await prepare();
  const folder = mkdtempSync(join(tmpdir(), 'sluis-count-'));
  const counted = join(folder, 'counts');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=./tests/count-reporter.ts'];
  const args = [vitest, 'run', '--root', root, ...reporters, ...process.argv.slice(2)];
  const code = await handOver(process.execPath, args, { ...env, SLUIS_TEST_COUNTS: counted });
  const line = textOf(counted);
  rmSync(folder, { recursive: true, force: true });
  // vitest itself died: nothing was counted, and that is no success.
  process.stdout.write(`${line ?? '0 passed, 1 failed'}\n`);
  return line === null ? code || 1 : code;
});
