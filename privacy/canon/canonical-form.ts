/**
 * One kind of identifier in two equal versions: TypeScript for single values, SQL for columns. A property test holds
 * them equal. A change of any form is a new CANON_VERSION and a new epoch of every pseudonym.
 */
export interface CanonicalForm {
  readonly entityType: string;
  /** The canonical text, or null where the value is no such identifier. */
  readonly canonical: (raw: string) => string | null;
  /** SQL expression (DuckDB) for the same over a text expression; NULL for NULL and for invalid values. */
  readonly sql: (text: string) => string;
}

/** Blanks that may surround a value: space, tab, carriage return, line feed and the no-break space. */
const BLANKS = ' \t\r\n\u00a0';

/** Removes surrounding blanks; the same set in both versions, where the languages' own trims differ. */
export function trimBlanks(raw: string): string {
  let from = 0;
  let to = raw.length;
  while (from < to && BLANKS.includes(raw[from] as string)) from += 1;
  while (to > from && BLANKS.includes(raw[to - 1] as string)) to -= 1;
  return raw.slice(from, to);
}

const BLANKS_SQL = ["' '", 'chr(9)', 'chr(13)', 'chr(10)', 'chr(160)'];

/** SQL twin of trimBlanks. Most values have no blanks, and to look at both ends costs a fifth of what the trim does. */
export function trimBlanksSql(text: string): string {
  const ends = BLANKS_SQL.flatMap((blank) => [`prefix(${text}, ${blank})`, `suffix(${text}, ${blank})`]);
  return `CASE WHEN ${ends.join(' OR ')} THEN trim(${text}, ${BLANKS_SQL.join(' || ')}) ELSE ${text} END`;
}

/** A form that is a pattern of the trimmed (and, where asked, upper-cased ASCII) text. */
export function patternForm(entityType: string, pattern: string): CanonicalForm {
  const whole = new RegExp(`^(?:${pattern})$`);
  return {
    entityType,
    canonical: (raw) => {
      const text = trimBlanks(raw);
      return whole.test(text) ? text : null;
    },
    sql: (text) => {
      const trimmed = trimBlanksSql(text);
      return `CASE WHEN regexp_full_match(${trimmed}, '${pattern}') THEN ${trimmed} END`;
    },
  };
}

/** Upper case of the 26 letters only: Unicode case rules differ between engines. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** SQL twin of upperAscii. */
export function upperAsciiSql(text: string): string {
  return `translate(${text}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')`;
}
