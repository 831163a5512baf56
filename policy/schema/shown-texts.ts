import type { z } from 'zod';
import { firstUnshown } from '../../domain/unshown.js';

type Path = readonly (string | number)[];

/** A tab, which may separate the cells of a CSV. */
const DELIMITER = '\t';

/**
 * Reports every text, at any depth, of which a terminal would not show each character: people decide on what they read,
 * and such a text could write a verdict of its own between the lines.
 */
export function checkShown(value: unknown, context: z.RefinementCtx): void {
  report(value, [], context);
}

function report(value: unknown, path: Path, context: z.RefinementCtx): void {
  if (typeof value === 'string') {
    const found = value === DELIMITER ? null : firstUnshown(value);
    if (found !== null) context.addIssue({ code: 'custom', path: [...path], message: problem(found) });
  } else if (Array.isArray(value)) {
    value.forEach((one, at) => {
      report(one, [...path, at], context);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      // The path would repeat the key.
      const found = firstUnshown(key);
      if (found !== null) context.addIssue({ code: 'custom', path: [...path], message: problem(found) });
      else report(one, [...path, key], context);
    }
  }
}

function problem(found: string): string {
  return found === 'U+000A' || found === 'U+000D'
    ? 'a line end inside a text; write the text on one line'
    : `a character that no screen shows as itself (${found}); leave it out`;
}
