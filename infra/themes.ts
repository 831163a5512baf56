import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SluisError } from '../domain/errors.js';
import { bundleTheme, type ThemeBundle, type ThemeShelf } from '../policy/schema/theme-bundle.js';
import { repositoryRoot } from './home.js';

/** The themes of the repository, read once: what changes on disk later is another version of the product. */
export function themeShelf(folder: string = join(repositoryRoot(), 'themes')): ThemeShelf {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'theme.yaml')))
    .map((entry) => entry.name)
    .sort();
  const bundles = new Map<string, ThemeBundle>(
    names.map((name) => [
      name,
      bundleTheme((file) => {
        const path = join(folder, name, file);
        return existsSync(path) ? readFileSync(path, 'utf8') : null;
      }),
    ]),
  );
  return {
    names: () => names,
    bundle(id) {
      const found = bundles.get(id);
      if (found) return found;
      throw new SluisError('ThemeUnknown', `There is no theme of that name; see: sluis themes list`);
    },
  };
}
