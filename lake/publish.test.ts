import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTakenForFormula } from '../domain/spreadsheet-formula.js';
import { publishCsv } from './publish-csv.js';
import { publishParquet } from './publish-parquet.js';
import { checkReadBack, readBack } from './publish-read-back.js';
import type { SafeTable } from './publish-table.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-publish-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const table: SafeTable = {
  columns: [
    { name: 'wijk', type: 'text' },
    { name: 'peildatum', type: 'date' },
    { name: 'voorlopig', type: 'boolean' },
    { name: 'aantal', type: 'integer' },
    { name: 'value', type: 'double' },
    { name: 'status', type: 'text' },
  ],
  rows: [
    ['Centrum', '2017-12-31', false, 12, 3.25, 'published'],
    ['Zuid, "Noord"', '1969-02-28', true, -7, null, 'suppressed'],
    ['', null, null, null, null, 'empty'],
    ['Café ☕', '2024-02-29', true, 2147483647, 0.1, 'published'],
  ],
};

async function byHyparquet(path: string): Promise<SafeTable['rows']> {
  const file = (await readFile(path)).buffer as ArrayBuffer;
  const records = await parquetReadObjects({ file, compressors });
  return records.map((record) =>
    table.columns.map(({ name }) => {
      const value: unknown = record[name];
      if (value instanceof Date) return value.toISOString().slice(0, 10);
      return (value ?? null) as string | number | boolean | null;
    }),
  );
}

describe('the publication profile', () => {
  it('is read to the same content by two readers that share no code with the writer', async () => {
    const path = join(folder, 'table.parquet');
    const file = await publishParquet(table, path);
    expect(file.rows).toBe(4);
    expect(await readBack(path)).toEqual(table);
    expect(await byHyparquet(path)).toEqual(table.rows);
    await checkReadBack(path, table);
  });

  it('is flat, gzip and without dictionaries, and equal tables are equal bytes', async () => {
    const [one, two] = [join(folder, 'one.parquet'), join(folder, 'two.parquet')];
    const digests = [await publishParquet(table, one), await publishParquet(table, two)];
    expect(digests[0]?.sha256).toBe(digests[1]?.sha256);
    const metadata = parquetMetadata((await readFile(one)).buffer as ArrayBuffer);
    for (const { meta_data: column } of metadata.row_groups.flatMap((group) => group.columns)) {
      expect(column?.codec).toBe('GZIP');
      expect(column?.encodings.some((encoding) => encoding.includes('DICTIONARY'))).toBe(false);
      expect(column?.path_in_schema).toHaveLength(1);
    }
  });

  it('survives the way through the file for any table', async () => {
    const row = fc.tuple(
      fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !isTakenForFormula(text)),
      fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
      fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (cells) => {
        const rows = cells.map(([a, b, c]) => [a, b, c, c === null ? 'suppressed' : 'published']);
        const columns = [
          { name: 'a', type: 'text' },
          { name: 'b', type: 'integer' },
          { name: 'value', type: 'double' },
          { name: 'status', type: 'text' },
        ] as const;
        const path = join(folder, 'any.parquet');
        await publishParquet({ columns, rows }, path);
        await checkReadBack(path, { columns, rows });
      }),
      { numRuns: 25 },
    );
  });

  it('finds a file that holds another value than the safe table', async () => {
    const path = join(folder, 'other.parquet');
    await publishParquet(table, path);
    const rows = table.rows.map((cells, index) => (index === 0 ? cells.with(4, 3.5) : cells));
    await expect(checkReadBack(path, { ...table, rows })).rejects.toMatchObject({
      code: 'DigestMismatch',
      details: { row: 1, column: 5 },
    });
    await expect(readBack(join(folder, 'absent.parquet'))).rejects.toMatchObject({ code: 'DigestMismatch' });
  });

  it.each([
    ['a hidden row holds a value', ['Centrum', '2017-12-31', false, 12, 3.25, 'suppressed']],
    ['a spreadsheet would compute a text', ['=1+1', '2017-12-31', false, 12, 3.25, 'published']],
  ])('writes nothing when %s', async (_what, row) => {
    const rows = [row];
    for (const publish of [publishParquet, publishCsv]) {
      const path = join(folder, 'never');
      await expect(publish({ ...table, rows }, path)).rejects.toMatchObject({ code: 'NotProtectable' });
      expect(existsSync(path)).toBe(false);
    }
  });

  it('writes nothing when a value is not of its type', async () => {
    const bad: SafeTable['rows'][number][] = [
      ['a', '2017-13-01', true, 1, 1, 'published'],
      ['a', null, true, 1.5, 1, 'published'],
      ['a', null, true, 2 ** 31, 1, 'published'],
      ['a', null, true, 1, Number.NaN, 'published'],
      ['a', null, true, 1, 1, 'shown'],
      ['a'],
    ];
    for (const row of bad) {
      await expect(publishCsv({ ...table, rows: [row] }, join(folder, 'never'))).rejects.toMatchObject({
        code: 'SpecInvalid',
      });
    }
  });
});

describe('the published CSV', () => {
  it('quotes what needs it and leaves hidden values empty', async () => {
    const path = join(folder, 'table.csv');
    await publishCsv(table, path);
    expect(await readFile(path, 'utf8')).toBe(
      [
        'wijk,peildatum,voorlopig,aantal,value,status',
        'Centrum,2017-12-31,false,12,3.25,published',
        '"Zuid, ""Noord""",1969-02-28,true,-7,,suppressed',
        '"",,,,,empty',
        'Café ☕,2024-02-29,true,2147483647,0.1,published',
        '',
      ].join('\n'),
    );
  });
});
