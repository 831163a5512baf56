import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './child.mjs';
import { alone } from './lock.mjs';
import { root } from './paths.mjs';
import { packagesAndBuild } from './prepare.mjs';
import { main } from './report.mjs';

/** `sluis`: built at its first use only, so that every later one starts at once. */
export function runCli(args) {
  return main(async () => {
    const program = join(root, 'dist/cli/main.js');
    if (!existsSync(program)) await alone(root, packagesAndBuild);
    const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    return handOver(process.execPath, [program, ...args], env);
  });
}
