import { z } from 'zod';
import { readYaml } from './read-yaml.js';
import { TABLE_YAML } from './yaml-kinds.js';

/** One problem of a plain object; `unknownKey` is set where the problem is that key of the group at `path`. */
export interface PlainProblem {
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly unknownKey?: string;
}

/**
 * Reads table.yaml with a check of the plain object that disclosure control owns, so that each of its problems gets its
 * line and column.
 * @throws SluisError SpecInvalid: every problem as `line:column path: what`, never a value of the text
 */
export function readTableYaml<T extends object>(
  text: string,
  check: (plain: unknown) => T | { readonly problems: readonly PlainProblem[] },
): T {
  const schema = z.unknown().transform((plain, context): T => {
    const read = check(plain);
    if (!('problems' in read)) return read;
    for (const { path, what, unknownKey } of read.problems) {
      const place = [...path];
      if (unknownKey === undefined) context.addIssue({ code: 'custom', path: place, message: what });
      else context.addIssue({ code: 'unrecognized_keys', path: place, keys: [unknownKey] });
    }
    return z.NEVER;
  });
  return readYaml(text, schema, TABLE_YAML);
}
