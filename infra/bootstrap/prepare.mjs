import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureBinary, temporal, versitygw } from './go-binaries.mjs';
import { alone } from './lock.mjs';
import { ensurePackages } from './packages.mjs';
import { root } from './paths.mjs';
import { locatePostgres } from './postgres-binaries.mjs';
import { main, Unmet } from './report.mjs';
import { texts } from './texts.mjs';

/**
 * Installs and builds what is missing, packages and servers side by side; with everything there it takes a moment.
 * Returns the environment for what comes next. A second run at the same time waits; a killed one is simply repeated.
 */
export async function prepare() {
  checkNode();
  const results = await Promise.allSettled([
    alone(root, packagesAndBuild),
    ensureBinary(temporal),
    ensureBinary(versitygw),
  ]);
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  const binaries = Object.assign({}, ...results.map(({ value }) => value), locatePostgres());
  return { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...binaries };
}

export async function packagesAndBuild() {
  await ensurePackages();
  await ensureBuilt();
  return {};
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Unmet(texts.oldNode(process.versions.node));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await prepare();
    return 0;
  });
}
