import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainCsv } from '../../lake/testing/landed-file.js';
import type { Contract } from '../../policy/contract.js';
import { DATA } from '../needs.js';

/** Records of a real file by readers that share nothing with the engine: character by character, or JSON.parse. */
export async function recordsOf(
  file: string,
  { format }: Contract,
): Promise<readonly Record<string, string>[]> {
  const bytes = await readFile(join(DATA, file));
  if (format.media === 'application/geo+json') {
    const { features } = JSON.parse(bytes.toString('utf8')) as { features: { properties: object }[] };
    return features.map(({ properties }) => texts(properties));
  }
  if (format.media === 'application/json') return (JSON.parse(bytes.toString('utf8')) as object[]).map(texts);
  const text = new TextDecoder(format.encoding).decode(bytes);
  const lines = text
    .split('\n')
    .slice(format.skipLines ?? 0)
    .join('\n');
  const cells = plainCsv(lines, format.delimiter);
  const [first = [], ...rest] = format.trim ? cells.map((row) => row.map((cell) => cell.trim())) : cells;
  const [names, records] = format.columns ? [format.columns, [first, ...rest]] : [first, rest];
  const footer = new RegExp(format.footerPattern ?? '^\\0$', 'u');
  return records
    .filter(([cell = '']) => !footer.test(cell))
    .map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

function texts(record: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, value === null ? '' : String(value)]),
  );
}
