import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';
import { repositoryRoot } from '../home.js';
import { failureConverterPath } from '../temporal/data-converter.js';

/** Folders from which workflow code is made, beside packages. */
const FOLDERS = ['domain', 'workflows'];
const BUNDLE = /^workflow-bundle\.[0-9a-f]{12}\.js$/;
const compiled = fileURLToPath(new URL('../..', import.meta.url));

/** The bundle that the build made of this very code; where it made none, one is made now, which takes two seconds. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const codePath = bundlePath();
  return existsSync(codePath) ? { codePath } : await bundled();
}

/** Leaves one bundle beside the compiled code: that of this very code. A killed build leaves none that counts. */
export async function buildWorkflowBundle(): Promise<void> {
  const path = bundlePath();
  if (!existsSync(path)) {
    const { code } = await bundled();
    writeFileSync(`${path}.part`, code);
    renameSync(`${path}.part`, path);
  }
  const others = readdirSync(compiled).filter((name) => BUNDLE.test(name) && join(compiled, name) !== path);
  for (const name of others) rmSync(join(compiled, name));
}

function bundled() {
  return bundleWorkflowCode({
    workflowsPath: join(compiled, 'workflows/index.js'),
    workflowInterceptorModules: [join(compiled, 'workflows/interceptors.js')],
    // Workflows make failures inside the bundle: without it their texts would stand in the histories in plain.
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
  });
}

/** The name says of what it was made, so that a bundle of other code or other packages is never taken for it. */
function bundlePath(): string {
  const hash = createHash('sha256').update(readFileSync(join(repositoryRoot(), 'package-lock.json')));
  hash.update(readFileSync(failureConverterPath));
  for (const folder of FOLDERS) {
    const names = readdirSync(join(compiled, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => one.endsWith('.js')).sort())
      hash.update(`${folder}/${name}\n`).update(readFileSync(join(compiled, folder, name)));
  }
  return join(compiled, `workflow-bundle.${hash.digest('hex').slice(0, 12)}.js`);
}
