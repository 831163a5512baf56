import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A file of the repository by its path from the root; empty where there is none. */
export function sourceOf(file: string): string {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
}

/**
 * Whether a test file has a test of this title: between quotes, right after `it(` or the parameters of `it.each`. What the
 * parameters of a row begin the title with (`%s does …`) is left out.
 */
export function hasTest(file: string, title: string): boolean {
  const source = sourceOf(file);
  return ["'", '"', '`'].some((quote) => {
    const written = title.replaceAll(quote, `\\${quote}`);
    return [written, `%s ${written}`].some((text) => {
      const at = source.indexOf(`${quote}${text}${quote}`);
      return at > 0 && /(?:it\(|\)\(|\}\)\(|>\()\s*$/.test(source.slice(Math.max(0, at - 200), at));
    });
  });
}
