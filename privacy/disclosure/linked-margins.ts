import { SluisError } from '../../domain/errors.js';
import { type CellDifference, cellDifferences, cellKey } from './cell-differences.js';
import type { CountedTable } from './counted-table.js';
import type { Sliced } from './slices.js';
import { groupsAnother } from './undeclared-groups.js';

type Row = CountedTable['rows'][number];
/** Places of one dimension in two tables. */
type Pair = readonly [here: number, there: number];

/** Two figures of nested groups that differ by fewer units are a figure about those units (differencing, complement). */
const LEAST_DIFFERENCE = 10;

/**
 * Tables of one release are linked where they count the same people, or one counts part of the other's: by their totals,
 * and by each dimension that they share. What is hidden in one and shown in the other would undo the hiding; what differs
 * by a few tells of those few. Cells are held against each other by their own units too: where the people of a whole table
 * are others, those of one cell may be almost the same. Units of two kinds may be the same people. Where tables of the same people were protected
 * apart, what both hide, and what one groups of the other, may be computed from the two together: they must be one system.
 * @throws SluisError NotProtectable
 */
export function* linkedMargins(tables: readonly CountedTable[]): Sliced<void> {
  for (const [index, table] of tables.entries())
    for (const other of tables.slice(index + 1)) {
      const people = sharedPeople(table, other);
      const isOfOneKind = table.unitKind === other.unitKind && table.isCount === other.isCount;
      for (const pairs of sharedDimensions(table, other)) {
        const [here, there] = [margins(table, pairs, 0), margins(other, pairs, 1)];
        if (people !== 'others') compare(here, there, people);
        if (isOfOneKind) compareUnits(here, there, yield* cellDifferences(table, other, pairs));
      }
      if (people === 'unproven' && (groupsAnother(table, other) || groupsAnother(other, table)))
        throw unproven('of a group whose parts another table shows');
    }
}

/** `unproven`: the same people, counted alike, in two tables that nobody attacked together. */
type People = 'same' | 'unproven' | 'nested' | 'others';

function sharedPeople(table: CountedTable, other: CountedTable): People {
  if (table.unitKind !== other.unitKind) return 'same';
  const [onlyHere, onlyThere] = [without(table.units, other.units), without(other.units, table.units)];
  if (onlyHere + onlyThere < LEAST_DIFFERENCE)
    return table.system === other.system || table.isCount !== other.isCount ? 'same' : 'unproven';
  return onlyHere > 0 && onlyThere > 0 ? 'others' : 'nested';
}

/**
 * The dimensions to compare by: all that have the same name; and each two under other names that have a code in common,
 * since a theme may call one thing by two names, together with all others that go with them. With none of these only the
 * totals are left to compare.
 */
function sharedDimensions(table: CountedTable, other: CountedTable): readonly (readonly Pair[])[] {
  const [here, there] = [codesOf(table), codesOf(other)];
  const named: Pair[] = [];
  const renamed: Pair[] = [];
  for (const [i, one] of here.entries())
    for (const [j, another] of there.entries()) {
      if (one.name === another.name) named.push([i, j]);
      else if ([...one.codes].some((code) => another.codes.has(code))) renamed.push([i, j]);
    }
  return [named, ...renamed.map((pair) => compatible([pair, ...named, ...renamed]))];
}

/** As many of the pairs, the first ones first, as use each dimension once. */
function compatible(pairs: readonly Pair[]): readonly Pair[] {
  const chosen: Pair[] = [];
  for (const [here, there] of pairs)
    if (chosen.every(([i, j]) => i !== here && j !== there)) chosen.push([here, there]);
  return chosen;
}

/** Names of the dimensions, and their codes without that of the total. */
function codesOf({ columns, rows }: CountedTable) {
  return columns.slice(0, -2).map(({ name }, at) => {
    const codes = new Set(rows.map((row) => row[at]));
    codes.delete(rows[0]?.[at]);
    return { name, codes };
  });
}

function without(a: CountedTable['units'], b: CountedTable['units']): number {
  // Tables of one statement hold the same.
  if (a === b) return 0;
  let count = 0;
  for (const unit of a.keys()) if (!b.has(unit)) count += 1;
  return count;
}

/** Rows that sum over every dimension but those of the pairs, by the codes of these; a total has no code of its own. */
function margins(table: CountedTable, pairs: readonly Pair[], side: 0 | 1): ReadonlyMap<string, Row> {
  const [total = []] = table.rows;
  const places = pairs.map((pair) => pair[side]);
  const summed = total.slice(0, -2).flatMap((_code, at) => (places.includes(at) ? [] : [at]));
  const rows = table.rows.filter((row) => summed.every((at) => row[at] === total[at]));
  const key = (row: Row) => cellKey(places.map((at) => (row[at] === total[at] ? null : row[at])));
  return new Map(rows.map((row) => [key(row), row]));
}

function compare(a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>, people: People): void {
  for (const [code, row] of a) {
    const other = b.get(code);
    if (!other) continue;
    const [value, otherValue] = [row.at(-2) ?? null, other.at(-2) ?? null];
    if (people !== 'nested' && row.at(-1) !== other.at(-1))
      throw linked('shown in one table and hidden in another');
    if (people === 'unproven' && row.at(-1) === 'suppressed') throw unproven('hidden in two tables');
    if (value === null || otherValue === null) continue;
    const difference = Math.abs(Number(value) - Number(otherValue));
    if (difference > 0 && difference < LEAST_DIFFERENCE) throw linked('almost the same in two tables');
  }
}

/**
 * Two published figures of a cell tell, by their difference, of the units that only one of them counts; fewer than ten on
 * either side are few, also where a stranger on the other side blurs the sum: who knows the stranger takes him off.
 */
function compareUnits(
  a: ReadonlyMap<string, Row>,
  b: ReadonlyMap<string, Row>,
  differences: ReadonlyMap<string, CellDifference>,
): void {
  for (const [code, row] of a) {
    const other = b.get(code);
    if (!other) continue;
    const [value, otherValue] = [row.at(-2) ?? null, other.at(-2) ?? null];
    const { onlyHere, onlyThere } = differences.get(code) ?? { onlyHere: 0, onlyThere: 0 };
    const isFew = onlyHere < LEAST_DIFFERENCE && onlyThere < LEAST_DIFFERENCE;
    if (!isFew) continue;
    if (onlyHere + onlyThere > 0) {
      if (value !== null && otherValue !== null) throw linked('of almost the same people in two tables');
      continue;
    }
    // The same people; that there are none (0) is known without the other table.
    if (row.at(-1) !== other.at(-1) && Number(value ?? otherValue) > 0)
      throw linked('shown in one table and hidden in another');
  }
}

function linked(why: string): SluisError {
  return new SluisError('NotProtectable', `A figure is ${why}; coarsen the tables or release one of them.`);
}

function unproven(why: string): SluisError {
  return new SluisError(
    'NotProtectable',
    `A figure is ${why}; make both of one statement, so that they are protected as one.`,
  );
}
