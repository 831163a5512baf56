import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../../domain/dataset.js';
import type { PublishedValue } from '../../lake/publish-table.js';
import { type Counted, type Protectable, protectOutputs, specOf } from './protect-output.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluis-many-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const RECORDS = 150_000;
const columns: DatasetColumn[] = ['buurt', 'wijk', 'klasse', 'soort', 'persoon'].map((name) => ({
  name,
  type: 'text',
  role: 'dimension',
}));

/** Two records a person, nearly all in cells of thousands; three persons are alone in one. */
const rows = Array.from({ length: RECORDS }, (_, at): PublishedValue[] => {
  const buurt = at % 20;
  const soort = at < 3 && buurt < 3 ? 'zeldzaam' : `s${at % 3}`;
  return [`b${buurt}`, `w${buurt % 4}`, `k${buurt % 5}`, soort, `p${Math.floor(at / 2)}`];
});

/** Rows that count how many of them are read until the event loop comes round. */
function watched() {
  const state = { sinceTurn: 0, most: 0, turns: 0, over: false };
  const turn = () => {
    state.turns += 1;
    state.sinceTurn = 0;
    if (!state.over) setImmediate(turn);
  };
  setImmediate(turn);
  const seen = new Proxy(rows, {
    get(target, key) {
      if (typeof key === 'string' && key !== 'length') {
        state.sinceTurn += 1;
        state.most = Math.max(state.most, state.sinceTurn);
      }
      return Reflect.get(target, key);
    },
  });
  return { state, rows: seen };
}

function counted(id: string, dimensions: readonly object[], records: readonly PublishedValue[][]): Counted {
  const output = {
    id,
    title: 'Records of persons',
    query: 'many.sql',
    protection: 'disclosure-control',
    table: { dimensions, unit: 'persoon', rules: {} },
    statistics: [],
  } as unknown as Protectable;
  const table = { columns: columns.map(({ name }) => ({ name, type: 'text' as const })), rows: records };
  return { output, spec: specOf(output), columns, table };
}
const soort = { column: 'soort', total: 'Totaal' };
const outputs = (records: readonly PublishedValue[][]) => [
  counted('buurten', [{ column: 'buurt', parents: ['wijk'], total: 'Stad' }, soort], records),
  counted('klassen', [{ column: 'klasse', total: 'Stad' }], records),
];

describe('the protection of a table of many records', () => {
  it('lets the event loop come round many times before all are read once, so that the worker can beat', async () => {
    const { state, rows: records } = watched();
    const made = await protectOutputs(outputs(records), folder, new AbortController().signal);
    state.over = true;
    const figures = made.flatMap(({ table }) => table.rows);
    expect(figures.find((row) => row[0] === 'Stad')?.at(-2)).toBe(RECORDS);
    expect(figures.some((row) => row.at(-1) === 'suppressed')).toBe(true);
    expect(state.most).toBeGreaterThan(0);
    expect(state.most).toBeLessThan(RECORDS / 3);
  }, 120_000);

  it('ends at the next slice where its task is cancelled', async () => {
    const cancelling = new AbortController();
    const { state, rows: records } = watched();
    setImmediate(() => setImmediate(() => cancelling.abort(new Error('withdrawn'))));
    await expect(protectOutputs(outputs(records), folder, cancelling.signal)).rejects.toThrow('withdrawn');
    state.over = true;
    expect(state.turns).toBeLessThan(10);
  }, 120_000);
});
