import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root, sha256 } from './paths.mjs';

/**
 * What judges: every source of `policy/` but its tests, and what these import of `domain/`, however far; types judge
 * nothing. Paths from the root, sorted.
 */
export function policySources(from = root) {
  const own = readdirSync(join(from, 'policy'), { recursive: true })
    .map((name) => `policy/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(path));
  const sources = new Set(own);
  // A set is walked to its end, what is added on the way included.
  for (const path of sources)
    for (const imported of importsOf(textOf(from, path)))
      sources.add(posix.join(posix.dirname(path), imported));
  return [...sources].sort();
}

/** SHA-256 of what `sha256sum` prints of them: the same on every machine, and for whoever holds the sources. */
export function policyDigest(from = root) {
  return sha256(
    policySources(from)
      .map((path) => `${sha256(textOf(from, path))}  ${path}\n`)
      .join(''),
  );
}

/** Puts the digest where the compiled code looks for it; vitest has it from its configuration. */
export function writePolicyDigest() {
  const text = `export const POLICY_DIGEST = '${policyDigest()}';\n`;
  writeFileSync(join(root, 'dist/policy/policy-digest.js'), text);
}

function importsOf(text) {
  const statements = text.matchAll(/^(?:import|export)\b(?! type\b)[^;]*?\bfrom '(\.{1,2}\/[^']+)\.js';$/gm);
  return [...statements].map(([, path]) => `${path}.ts`);
}

/** A checkout with other line endings holds the same sources. */
function textOf(from, path) {
  return readFileSync(join(from, path), 'utf8').replaceAll('\r\n', '\n');
}
