/** Controls, line ends, what has no form of its own, and what turns the direction of writing (Unicode C, Zl, Zp). */
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** The first character of a text that a terminal does not show as itself, as `U+001B`; null where each is shown. */
export function firstUnshown(text: string): string | null {
  const [found] = text.match(UNSHOWN) ?? [];
  return found === undefined ? null : codePoint(found);
}

/** The text with each such character as `<U+001B>`: it writes what it says, and nothing beside it. */
export function withoutUnshown(text: string): string {
  return text.replaceAll(UNSHOWN, (found) => `<${codePoint(found)}>`);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
