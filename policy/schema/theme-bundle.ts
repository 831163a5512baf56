import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { SluisError } from '../../domain/errors.js';
import { parseTheme, type Theme } from './theme.js';

/** A theme with its statements: what a run is bound to, by one hash. */
export interface ThemeBundle {
  readonly theme: Theme;
  /** Text of each statement, by the file name that theme.yaml gives. */
  readonly statements: Readonly<Record<string, string>>;
  /** SHA-256 over the text of theme.yaml and of its statements. */
  readonly hash: string;
}

/** The themes that stand in the folder of themes; each was read by others before it got there. */
export interface ThemeShelf {
  names(): readonly string[];
  /** @throws SluisError ThemeUnknown */
  bundle(id: string): ThemeBundle;
}

/**
 * @param read gives the text of a file of the theme's folder, or null
 * @throws SluisError ThemeInvalid
 */
export function bundleTheme(read: (file: string) => string | null): ThemeBundle {
  const yaml = read('theme.yaml') ?? '';
  const theme = parseTheme(yaml);
  const files = [...new Set(theme.outputs.map(({ query }) => query))].sort();
  const statements = Object.fromEntries(
    files.map((file) => {
      const text = read(file);
      if (text === null)
        throw new SluisError('ThemeInvalid', `Theme ${theme.id} lacks its statement ${file}.`);
      return [file, text];
    }),
  );
  return { theme, statements, hash: sha256Json({ yaml, statements } as Json) };
}
