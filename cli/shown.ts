import { withoutUnshown } from '../domain/unshown.js';

/** Line end, tab, and the colours and weights of our own texts (SGR): none hides or moves what stands on the screen. */
const OURS = new RegExp(`(\\n|\\t|${'\u001b'}\\[(?:0|1|2|3|4|22|23|24|3\\d|39|4\\d|49|9\\d)m)`);

/** Texts of the catalog or of a file, at any depth, each on one line and with nothing that a terminal obeys. */
export function shown<T>(value: T): T {
  if (typeof value === 'string') return withoutUnshown(value) as T;
  if (Array.isArray(value)) return value.map((one) => shown<unknown>(one)) as T;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [withoutUnshown(key), shown(one)]),
  ) as T;
}

/** All that is printed as text: its lines, tabs and colours stay, and nothing else that a terminal obeys. */
export function printable(text: string): string {
  // What was split at stands at the odd places.
  return text
    .split(OURS)
    .map((part, at) => (at % 2 === 1 ? part : withoutUnshown(part)))
    .join('');
}

/** A JSON document that says the same, with such characters as escapes. */
export function printableJson(json: string): string {
  return json.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (found) =>
    found === '\n'
      ? found
      : Array.from(
          { length: found.length },
          (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
        ).join(''),
  );
}
