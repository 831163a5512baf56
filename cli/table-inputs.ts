import { dirname, resolve } from 'node:path';
import { SluisError } from '../domain/errors.js';
import { readTableYaml } from '../policy/schema/read-table-yaml.js';
import { parseCsv } from '../privacy/disclosure/table/csv.js';
import type { HierarchyTexts } from '../privacy/disclosure/table/dimension-trees.js';
import { readTableSpec } from '../privacy/disclosure/table/parse-table-spec.js';
import { readSafeCsv, type SafeFile } from '../privacy/disclosure/table/safe-csv.js';
import type { TableData } from '../privacy/disclosure/table/table-data.js';
import type { TableSpec } from '../privacy/disclosure/table/table-spec.js';
import { MAX_TABLE_BYTES, readBoundedFile, readTextFile } from './read-file.js';

/** A specification with the hierarchy files that it names; their paths are relative to its own. */
export function readSpecFile(path: string): {
  readonly spec: TableSpec;
  readonly hierarchies: HierarchyTexts;
} {
  const { spec } = readTableYaml(readTextFile(path, 'table specification'), (plain) => readTableSpec(plain));
  const files = spec.dimensions.flatMap(({ hierarchy }, index) =>
    hierarchy.kind === 'file' ? [{ file: hierarchy.file, what: `hierarchy of dimension ${index + 1}` }] : [],
  );
  const texts = files.map(({ file, what }): [string, string] => [
    file,
    readTextFile(resolve(dirname(path), file), what),
  ]);
  return { spec, hierarchies: new Map(texts) };
}

/** Records (or ready-made cells) as CSV in UTF-8 with a header line, with the line of each row. */
export function readDataFile(path: string, delimiter: string): TableData {
  const { columns, records } = parseCsv(utf8(readBytes(path, 'input')), 'input', delimiter);
  return {
    columns,
    rows: records.map(({ cells }) => cells),
    lines: records.map(({ line }) => line),
  };
}

export function readEarlierFiles(paths: readonly string[]): readonly SafeFile[] {
  return paths.map((path, index) => {
    const what = `earlier table ${index + 1}`;
    return readSafeCsv(readBytes(path, what), what);
  });
}

/** The bytes of a file that the user named. UsageInvalid says why it cannot be read; never what stands in it. */
export function readBytes(path: string, what: string): Uint8Array {
  return readBoundedFile(path, what, MAX_TABLE_BYTES);
}

/** Names the line of the first byte that is no UTF-8: such a file was written in another encoding. */
function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SluisError('SourceMalformed', `Line ${badLine(bytes)} of the input is not UTF-8.`, {
      line: badLine(bytes),
    });
  }
}

/** A line feed is never part of another character in UTF-8, so each line can be read alone. */
function badLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; ; line += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (found < 0) return line;
    start = end + 1;
  }
}
