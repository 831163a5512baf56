import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDuckDb } from './duckdb-session.js';
import { curateDelivery } from './testing/curate-delivery.js';
import { cellsOf, planOf, profileOf, writeParts } from './testing/landed-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-parquet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A Parquet file of a query. */
async function parquet(name: string, query: string): Promise<string> {
  const path = join(folder, `${name}.parquet`);
  await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
    session.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`),
  );
  return path;
}

const FORMAT = { media: 'parquet' } as const;

describe('a delivery in Parquet', () => {
  it('is read as the texts that a CSV of it would hold, whatever the types', async () => {
    const path = await parquet(
      'types',
      `SELECT 7::BIGINT AS n, 1.50::DECIMAL(9,2) AS d, 0.1::DOUBLE AS f, true AS b, DATE '2024-02-29' AS day,
         TIMESTAMP '2024-02-29 12:00:00' AS moment, TIMESTAMPTZ '2024-02-29 12:00:00+01' AS zoned,
         NULL::VARCHAR AS nothing, 'a;"b' AS t, [1, 2] AS list, {'k': 'v'} AS "group"`,
    );
    const { names, rows, shape, records } = await cellsOf(folder, [path], FORMAT);
    const cells = Object.fromEntries(names.map((name, at) => [name, rows[0]?.[at]]));
    expect(cells).toEqual({
      ...{ n: '7', d: '1.50', f: '0.1', b: 'true', day: '2024-02-29', moment: '2024-02-29 12:00:00' },
      ...{ zoned: '2024-02-29 11:00:00Z', nothing: null, t: 'a;"b', list: '[1,2]', group: '{"k":"v"}' },
    });
    expect([shape, records]).toEqual([[], 1]);
  });

  it('goes the same way as the CSV of the same rows, columns by name across parts', async () => {
    const plan = planOf(
      { n: 'integer', day: 'date', d: { type: 'decimal', treatment: { kind: 'round', param: '5' } } },
      { format: FORMAT },
    );
    const parts = [
      await parquet('one', `SELECT 1 AS n, DATE '2024-01-02' AS day, 7.4::DECIMAL(4,1) AS d`),
      await parquet('two', `SELECT 2.6::DECIMAL(4,1) AS d, 2 AS n, NULL::DATE AS day`),
    ];
    const csv = { ...plan, format: planOf({}).format };
    const text = await writeParts(folder, 'n,day,d\n1,2024-01-02,7.4\n2,,2.6\n');
    expect((await profileOf(folder, parts, plan)).columns).toEqual(
      (await profileOf(folder, text, csv)).columns,
    );
    expect((await curateDelivery(folder, plan, parts)).values).toEqual(
      (await curateDelivery(folder, csv, text)).values,
    );
  });

  it('that is broken is a finding and never an error: no Parquet, cut, empty, damaged, other columns, a name twice', async () => {
    const good = await parquet('good', 'SELECT range AS a, range::VARCHAR AS b FROM range(50000)');
    const bytes = await readFile(good);
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, 200, 60_000);
    const twice = await parquet('twice', 'SELECT 1 AS aa, 2 AS ab');
    const named = await readFile(twice);
    for (let at = named.indexOf('ab'); at >= 0; at = named.indexOf('ab', at + 1)) named.write('aa', at);
    const other = await readFile(await parquet('other', 'SELECT 1 AS a, 2 AS c'));
    const none = await readFile(await parquet('none', 'SELECT 1 AS a, 2 AS b WHERE false'));
    const found = async (...parts: readonly (string | Buffer)[]) => {
      const plan = planOf({ a: 'integer', b: 'text' }, { format: FORMAT });
      const { shape } = await profileOf(folder, await writeParts(folder, ...parts), plan);
      return shape.map(({ part, finding }) => `${part} ${finding}`);
    };
    expect(await found('a,b\n1,2\n')).toEqual(['1 unreadable']);
    expect(await found(bytes.subarray(0, bytes.length - 100))).toEqual(['1 unreadable']);
    expect(await found('')).toEqual(['1 empty']);
    expect(await found(bytes, damaged)).toEqual(['2 unreadable']);
    expect(await found(bytes, other)).toEqual(['2 parts-differ']);
    expect(await found(named)).toEqual(['1 duplicate-header']);
    expect(await found(none)).toEqual(['1 header-only']);
  });

  it.each([
    'snappy',
    'zstd',
    'gzip',
  ])('in %s that is damaged anywhere is a finding or as many records as before, and never an error', async (compression) => {
    const path = join(folder, `${compression}.parquet`);
    await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
      session.run(
        `COPY (SELECT range AS a, 'gewoon ' || range AS b, 0.5 * range AS c, DATE '2024-01-01' AS d FROM range(1, 301))
             TO '${path}' (FORMAT parquet, COMPRESSION ${compression})`,
      ),
    );
    const good = await readFile(path);
    const plan = planOf({ a: 'integer', b: 'text', c: 'decimal', d: 'date' }, { format: FORMAT });
    const seen = new Set<string>();
    for (let at = 4; at < good.length - 8; at += 97) {
      const damaged = Buffer.from(good);
      damaged.fill(0xa5, at, Math.min(at + 16, good.length - 8));
      const { rows, shape } = await profileOf(folder, await writeParts(folder, damaged), plan);
      const found = shape.map(({ finding }) => finding).join();
      seen.add(found);
      if (found === '') expect([at, rows]).toEqual([at, 300]);
    }
    expect(['unreadable', ',unreadable']).toContain([...seen].sort().join());
  });
});

describe('a delivery in GeoJSON', () => {
  const feature = (properties: object | null, rest: object = {}) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [4.9, 52.4] },
    ...rest,
  });
  const collection = (...features: readonly unknown[]) =>
    JSON.stringify({ type: 'FeatureCollection', features });
  const read = async (text: string) => {
    const media = 'application/geo+json' as const;
    return cellsOf(folder, await writeParts(folder, text), { media });
  };

  it('is a row a feature: properties under their names, the geometry as text beside them', async () => {
    const { names, rows, shape } = await read(
      collection(feature({ id: 1, code: 'GM0363', deep: { er: 'x' } }, { id: 'f.1' }), feature(null)),
    );
    expect(names).toEqual(['id', 'code', 'deep.er', 'feature.geometry', 'feature.id']);
    const point = '{"type":"Point","coordinates":[4.9,52.4]}';
    expect(rows).toEqual([
      ['1', 'GM0363', 'x', point, 'f.1'],
      [null, null, null, point, null],
    ]);
    expect(shape).toEqual([]);
  });

  it('that is something else is a finding', async () => {
    const findings = async (text: string) => (await read(text)).shape.map(({ finding }) => finding);
    expect(await findings('[]')).toContain('unreadable');
    expect(await findings(collection({ type: 'Point' }))).toContain('unreadable');
    expect(await findings(collection(feature({ 'feature.geometry': 1 })))).toContain('duplicate-header');
    expect(await findings('{"type": ')).toContain('unreadable');
    expect(await findings('')).toContain('empty');
  });
});
