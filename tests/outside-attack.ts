import { attackTable, type TableAttack } from '../privacy/disclosure/attack-table.js';
import { parseTableSpec } from '../privacy/disclosure/table/parse-table-spec.js';
import { isProtected, rangeOf } from '../privacy/disclosure/testing/joint-attack.js';
import { releasedBytes, type Stack } from './stack.js';

/** A dimension of a released table; areas are codes, of which everybody knows what lies in what. */
export interface ReleasedDimension {
  readonly column: string;
  readonly total: string;
  readonly areas?: true;
}

/**
 * Attacks the bytes of a table of persons as somebody without the data behind them, who knows the district of each
 * neighbourhood and the municipality of each district by their codes.
 */
export async function attackFromOutside(
  bytes: Uint8Array,
  dimensions: readonly ReleasedDimension[],
): Promise<TableAttack> {
  const codes = [
    ...new Set(
      Buffer.from(bytes)
        .toString('utf8')
        .match(/\b(BU|WK|GM)[0-9]{4,8}\b/g),
    ),
  ];
  const links = codes.map((code) => {
    const above = [`WK${code.slice(2, 8)}`, `GM${code.slice(2, 6)}`].find(
      (area) => area.length < code.length && codes.includes(area),
    );
    return `${code},${above ?? ''}`;
  });
  const spec = parseTableSpec({
    dimensions: dimensions.map(({ column, total, areas }) =>
      areas ? { column, total, hierarchy: 'areas.csv' } : { column, total },
    ),
    unit: 'person',
  });
  return await attackTable({
    spec,
    bytes,
    hierarchies: new Map([['areas.csv', `code,parent\n${links.join('\n')}\n`]]),
  });
}

/** The same of a table as it was released. */
export async function attackReleased(
  stack: Stack,
  releaseId: string,
  output: string,
  dimensions: readonly ReleasedDimension[],
): Promise<TableAttack> {
  return await attackFromOutside(await releasedBytes(stack, releaseId, output), dimensions);
}

/** How many of these counts, by the codes of their cells, stay as wide as is promised to counts of one to nine. */
export function keptWide({ intervals }: TableAttack, few: ReadonlyMap<string, number>): number {
  const wide = intervals.filter(({ codes, interval: { min, max } }) => {
    const value = few.get(codes.join());
    return value !== undefined && min !== null && isProtected(rangeOf(min, max), value);
  });
  return wide.length;
}
