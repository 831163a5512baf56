import Table from 'cli-table3';
import pc from 'picocolors';

/** Columns without lines, so that text tools can read them too; an empty list says so in a sentence. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], empty: string): string {
  if (rows.length === 0) return empty;
  const none = '';
  const chars = {
    top: none,
    'top-mid': none,
    'top-left': none,
    'top-right': none,
    bottom: none,
    'bottom-mid': none,
    'bottom-left': none,
    'bottom-right': none,
    left: none,
    'left-mid': none,
    mid: none,
    'mid-mid': none,
    right: none,
    'right-mid': none,
    middle: '  ',
  };
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const made = new Table({ head: head.map((name) => pc.bold(name)), chars, style });
  for (const row of rows) made.push([...row]);
  return made.toString();
}
