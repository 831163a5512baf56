import { type RefusalReason, refusal } from './refusals.js';
import { lineOf } from './syntax.js';

/** Everything whose inside is not looked at, then what the syntax tree does not tell from accepted forms. */
const TOKEN =
  /--[^\n\r]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|(?<prefix>[A-Za-z]+&?)?'(?:[^']|'')*'|(?<dollar>\$(?:[A-Za-z_][A-Za-z0-9_]*)?\$)|(?<colons>::)|(?<operator>==|\*\*|\/\/|<<|>>|\^@?|&&|@>|<@|#|->>?)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|[^\s]/g;

/** Types whose length one engine ignores. */
const TEXT_TYPES = new Set(['varchar', 'char', 'character', 'bpchar', 'text', 'string']);

/** Words that may stand before a quote without belonging to the literal: DATE '2024-01-01'. */
const MAY_TOUCH = new Set(['date', 'interval', 'timestamp', 'in', 'like', 'escape', 'then', 'else', 'when']);

/**
 * Refuses forms that the engine's parser turns into the same tree as their accepted equivalents.
 * @throws SluisError SqlRefused with the line
 */
export function checkSurface(sql: string): void {
  let previous = '';
  for (const match of sql.matchAll(TOKEN)) {
    const isBlock = match[0].startsWith('/*');
    if (match[0].startsWith('--') || (isBlock && !match[0].includes('/*', 2))) continue;
    const reason = isBlock ? 'nested-comment' : surfaceReason(match, previous);
    if (reason !== null) {
      const line = lineOf(sql, Buffer.byteLength(sql.slice(0, match.index)));
      throw refusal(reason, { name: match[0], line });
    }
    previous = match[0].toLowerCase();
  }
}

function surfaceReason(match: RegExpExecArray, previous: string): RefusalReason | null {
  const { colons, dollar, operator, prefix, word } = match.groups ?? {};
  if (!match[0].endsWith("'") && isForeign(match[0])) return 'foreign-character';
  if (colons !== undefined) return 'double-colon';
  if (dollar !== undefined) return 'dollar-quote';
  if (operator === '#') return 'positional-reference';
  if (operator === '->') return 'lambda';
  if (operator !== undefined) return 'foreign-operator';
  if (match[0] === '(' && TEXT_TYPES.has(previous)) return 'text-length';
  if (prefix !== undefined && !MAY_TOUCH.has(prefix.toLowerCase())) return 'escape-text';
  const isFrom = word?.toLowerCase() === 'from';
  return isFrom && (previous === '' || previous === '(') ? 'from-first' : null;
}

/** Beyond printable ASCII and plain blanks. */
function isForeign(text: string): boolean {
  return /[^\t\n\r -~]/.test(text);
}

/** A statement up to its last word: closing semicolons, blanks and comments are left out. */
export function withoutEnd(sql: string): string {
  let end = 0;
  for (const match of sql.matchAll(TOKEN)) {
    const ends = match[0] === ';' || match[0].startsWith('--') || match[0].startsWith('/*');
    if (!ends) end = match.index + match[0].length;
  }
  return sql.slice(0, end);
}
