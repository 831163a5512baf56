/** The first record of delimited text, and how many physical lines it takes (quoted cells may hold line ends). */
export interface HeaderRecord {
  readonly cells: readonly string[];
  readonly lines: number;
  /** A carriage return outside quotes that no line feed follows: lines end otherwise than in any CSV that is read. */
  readonly loneReturn: boolean;
}

/** Skips whole lines; null where the text ends first. */
export function afterLines(text: string, lines: number): string | null {
  let at = 0;
  for (let skipped = 0; skipped < lines; skipped += 1) {
    const end = text.indexOf('\n', at);
    if (end < 0) return null;
    at = end + 1;
  }
  return text.slice(at);
}

/** Reads one record (RFC 4180: quotes doubled inside quotes). */
export function headerRecord(text: string, delimiter: string): HeaderRecord {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  let lines = 1;
  let loneReturn = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i] as string;
    if (quoted) {
      if (character === '\n') lines += 1;
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (character === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') break;
    else if (character !== '\r') cell += character;
    else if (text[i + 1] !== undefined && text[i + 1] !== '\n') loneReturn = true;
  }
  return { cells: [...cells, cell], lines, loneReturn };
}
