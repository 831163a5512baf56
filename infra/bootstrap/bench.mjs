import { join } from 'node:path';
import { handOver } from './child.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { main } from './report.mjs';

await main(async () => {
  const env = await prepare();
  return handOver(process.execPath, [join(root, 'dist/bench/main.js'), ...process.argv.slice(2)], env);
});
