import { ofTheWhole, type Problem } from './yaml-problem.js';

/** Larger than any contract, theme or table that a person writes, and quick to read: what is larger holds data. */
export const MAX_BYTES = 1_000_000;

/** What speaks against reading a text at all: its size in UTF-8, or characters that no YAML text holds. */
export function problemOfText(text: string): Problem | null {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES)
    return ofTheWhole('larger than 1 MB (1,000,000 bytes); descriptions are read here, data never');
  if (text.trim() === '') return ofTheWhole('empty');
  const nul = text.indexOf('\0');
  if (nul >= 0) return placed(text, nul, 'a NUL character; save the file as UTF-8 text');
  const broken = text.indexOf('\uFFFD');
  if (broken >= 0) return placed(text, broken, 'a character that is no UTF-8; save the file as UTF-8 text');
  return null;
}

function placed(text: string, offset: number, what: string): Problem {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), path: '', what };
}
