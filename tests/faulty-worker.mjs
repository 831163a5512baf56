// The vault or the data worker with ports of which every operation fails once, and fails as drivers do: with a text that
// quotes what it was working on. Which worker it is stands in the name of its folder.
import { basename } from 'node:path';
import { dataParts } from '../dist/infra/workers/data-parts.js';
import { runWorker } from '../dist/infra/workers/run-worker.js';
import { vaultParts } from '../dist/infra/workers/vault-parts.js';

/** The marker that tests/canary.test.ts looks for; it begins every value of its source. */
const MARKER = 'kanarievogel';
const role = basename(process.env.HOME);

/** Every method fails at its first call, whatever it is. */
function failingOnce(name, port) {
  const failed = new Set();
  const once = (method) => {
    if (failed.has(method)) return;
    failed.add(method);
    process.stdout.write(`fault ${name}.${method}\n`);
    throw new Error(
      `${name}.${method} stumbled over ${MARKER}-000001 in row ("${MARKER}-000001", "${MARKER}")`,
    );
  };
  return new Proxy(port, {
    get(target, method) {
      const own = target[method];
      if (typeof own !== 'function') return own;
      if (method === 'list')
        return async function* (...args) {
          once(method);
          yield* own.apply(target, args);
        };
      return method === 'on' || method === 'end'
        ? own.bind(target)
        : async (...args) => {
            once(method);
            return own.apply(target, args);
          };
    },
  });
}

const PORTS = {
  vault: ['pool', 'landing', 'pseudonymised', 'keys'],
  data: ['pool', 'pseudonymised', 'curated'],
};
const adapted = (deps) => ({
  ...deps,
  ...Object.fromEntries(PORTS[role].map((name) => [name, failingOnce(name, deps[name])])),
});

await runWorker(role, (config) => (role === 'vault' ? vaultParts : dataParts)(config, adapted));
