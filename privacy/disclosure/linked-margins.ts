import { SluisError } from '../../domain/errors.js';

/** A safe table (dimension columns, then value and status) with the protected units that it counts. */
export interface CountedTable {
  readonly columns: readonly { readonly name: string }[];
  /** The grand total stands first. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
  readonly units: ReadonlySet<string>;
}

type Row = CountedTable['rows'][number];

/** Two figures of nested groups that differ by fewer units are a figure about those units (differencing, complement). */
const LEAST_DIFFERENCE = 10;

/**
 * Tables of one release are linked where they share dimensions and count the same people, or one counts part of the
 * other's. What is hidden in one and shown in the other would undo the hiding; what differs by a few tells of those few.
 * @throws SluisError NotProtectable
 */
export function linkedMargins(tables: readonly CountedTable[]): void {
  for (const [index, table] of tables.entries()) {
    for (const other of tables.slice(index + 1)) {
      const names = dimensions(table).filter((name) => dimensions(other).includes(name));
      const [onlyHere, onlyThere] = [without(table.units, other.units), without(other.units, table.units)];
      if (names.length === 0 || (onlyHere > 0 && onlyThere > 0 && onlyHere + onlyThere >= LEAST_DIFFERENCE))
        continue;
      const samePeople = onlyHere + onlyThere < LEAST_DIFFERENCE;
      compare(margins(table, names), margins(other, names), samePeople ? 'same' : 'nested');
    }
  }
}

function dimensions({ columns }: CountedTable): readonly string[] {
  return columns.slice(0, -2).map(({ name }) => name);
}

function without(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const unit of a) if (!b.has(unit)) count += 1;
  return count;
}

/** Rows that sum over every dimension but the named ones, by the codes of these. */
function margins(table: CountedTable, names: readonly string[]): ReadonlyMap<string, Row> {
  const all = dimensions(table);
  const total = table.rows[0] ?? [];
  const rows = table.rows.filter((row) =>
    all.every((name, i) => names.includes(name) || row[i] === total[i]),
  );
  return new Map(rows.map((row) => [JSON.stringify(names.map((name) => row[all.indexOf(name)])), row]));
}

function compare(a: ReadonlyMap<string, Row>, b: ReadonlyMap<string, Row>, people: 'same' | 'nested'): void {
  for (const [code, row] of a) {
    const other = b.get(code);
    if (!other) continue;
    const [value, otherValue] = [row.at(-2) ?? null, other.at(-2) ?? null];
    if (people === 'same' && row.at(-1) !== other.at(-1))
      throw linked('shown in one table and hidden in another');
    if (value === null || otherValue === null) continue;
    const difference = Math.abs(Number(value) - Number(otherValue));
    if (difference > 0 && difference < LEAST_DIFFERENCE) throw linked('almost the same in two tables');
  }
}

function linked(why: string): SluisError {
  return new SluisError('NotProtectable', `A figure is ${why}; coarsen the tables or release one of them.`);
}
