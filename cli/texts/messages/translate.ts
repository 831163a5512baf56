/** Gives a message in Dutch with the same values in it; null where it is none of a table. */
export type Translate = (message: string) => string | null;

/**
 * Of a table with `{}` where a value stands in English, and `{1}`, `{2}` for the same values in Dutch. What a message was
 * made of is found again by its fixed words.
 * @param words what a value is in Dutch where it is text itself
 */
export function translator(
  table: Readonly<Record<string, string>>,
  words: (value: string) => string,
): Translate {
  const compiled = Object.entries(table)
    .map(([english, dutch]) => ({ pattern: patternOf(english), fixed: english.length, dutch }))
    // Of two that fit, the one with more words of its own.
    .sort((a, b) => b.fixed - a.fixed);
  return (message) => {
    for (const { pattern, dutch } of compiled) {
      const found = pattern.exec(message);
      if (found) return dutch.replaceAll(/\{(\d+)\}/g, (_, at: string) => words(found[Number(at)] ?? ''));
    }
    return null;
  };
}

function patternOf(english: string): RegExp {
  const fixed = english.split('{}').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${fixed.join('(.+?)')}$`, 's');
}
