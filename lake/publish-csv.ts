import { writeFile } from 'node:fs/promises';
import { describeFile } from './publish-parquet.js';
import { checkSafeTable, type PublishedFile, type PublishedValue, type SafeTable } from './publish-table.js';

/**
 * Writes a safe table as CSV: UTF-8, comma, line feed, a header line, quotes only where needed (RFC 4180), decimal
 * point. A hidden value is an empty cell.
 * @throws SluisError NotProtectable or SpecInvalid before anything is written
 */
export async function publishCsv(table: SafeTable, path: string): Promise<PublishedFile> {
  checkSafeTable(table);
  const header = table.columns.map(({ name }) => name);
  const lines = [header, ...table.rows].map((row) => row.map(cellText).join(','));
  await writeFile(path, `${lines.join('\n')}\n`);
  return describeFile(path, table.rows.length);
}

function cellText(cell: PublishedValue): string {
  if (cell === null) return '';
  const text = String(cell);
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
