import { SluisError } from '../../domain/errors.js';
import type { YamlKind } from './yaml-kinds.js';

/** More problems than this are not listed: whoever reads them starts at the top. */
const MAX_LISTED = 50;

/** One problem of a text: 1-based line and column, a path such as `roles[0].oin`, and what is wrong there. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly what: string;
}

/** A problem of the text as a whole. */
export function ofTheWhole(what: string): Problem {
  return { line: 1, column: 1, path: '', what };
}

/** The error of a kind of file: its problems in the order of the text, a line each, and what to do next. */
export function invalid(problems: readonly Problem[], kind: YamlKind): SluisError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const list = sorted
    .slice(0, MAX_LISTED)
    .map(({ line, column, path, what }) => `${line}:${column} ${path && `${path}: `}${what}`);
  const more = sorted.length - list.length;
  const lines = [...list, ...(more > 0 ? [`and ${more} more`] : []), kind.next];
  return new SluisError(kind.code, lines.join('\n'), { problems: list });
}
