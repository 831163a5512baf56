import type { ColumnEdge } from '../../catalog/event-bodies.js';
import type { Manifest } from '../../domain/dataset.js';
import { rateName, recordsOf } from '../../policy/rate-names.js';
import type { Theme, ThemeOutput } from '../../policy/schema/theme.js';

type Way = Pick<ColumnEdge, 'kind' | 'subtype' | 'masking'>;
const AS_IT_IS: Way = { kind: 'DIRECT', subtype: 'IDENTITY', masking: 'open' };
const COUNTED: Way = { kind: 'DIRECT', subtype: 'AGGREGATION', masking: 'masked' };
const GROUPED: Way = { kind: 'INDIRECT', subtype: 'GROUP_BY', masking: 'masked' };
const CHOSEN: Way = { kind: 'INDIRECT', subtype: 'CONDITIONAL', masking: 'masked' };
const DIVIDED: Way = { kind: 'DIRECT', subtype: 'TRANSFORMATION', masking: 'open' };
const MATCHED: Way = { kind: 'INDIRECT', subtype: 'JOIN', masking: 'open' };

/**
 * How each column of the tables of a release rests on the columns of its result. Dimensions, and all of what needs no
 * protection, are as they are. A protected figure and its status count units or sum a measure, by the groups of its
 * dimensions; a rate rests on those of its numerator and of its denominator alike.
 * @param version of the result that the tables were made from
 */
export function edgesOfTables(theme: Theme, version: string, from: Manifest, to: Manifest): ColumnEdge[] {
  return to.columns.flatMap(({ name: toColumn }) => {
    const [table = '', column = ''] = toColumn.split('.');
    const made = madeOf(theme, table);
    const isRate = made[0] !== undefined && made[0].id !== table;
    const isFigure = column === 'value' || column === 'status';
    const ways = made.flatMap((output, part) =>
      from.columns.flatMap(({ name: fromColumn }) => {
        const own = fromColumn.startsWith(`${output.id}.`) ? fromColumn.slice(output.id.length + 1) : null;
        if (own === null) return [];
        const way = isFigure
          ? wayOf(output, own, column, isRate)
          : part === 0 && own === column
            ? AS_IT_IS
            : null;
        return way === null ? [] : [{ fromColumn, way }];
      }),
    );
    return ways.map(({ fromColumn, way }) => ({ toColumn, fromVersion: version, fromColumn, ...way }));
  });
}

/** The output that a table is of; of a rate its numerator and then its denominator. */
function madeOf({ outputs }: Theme, table: string): readonly ThemeOutput[] {
  const above = outputs.find(({ id }) => id === recordsOf(table));
  if (!above || above.protection === 'restricted' || above.id === table) return above ? [above] : [];
  const names = above.statistics.flatMap(({ denominator, per = 1 }) =>
    denominator !== undefined && rateName(above.id, per) === table ? [denominator] : [],
  );
  return [above, ...outputs.filter(({ id }) => names.includes(id))];
}

/** How a figure or its status rests on a column of the records; null where it does not. */
function wayOf(output: ThemeOutput, own: string, figure: string, isRate: boolean): Way | null {
  if (output.protection !== 'disclosure-control') {
    if (!isRate) return own === figure ? AS_IT_IS : null;
    if (own === 'status') return null;
    return own === 'value' ? DIVIDED : MATCHED;
  }
  const { unit, measure, dimensions } = output.table;
  if (own === measure || [unit].flat().includes(own)) return COUNTED;
  const isGroup = dimensions.some(({ column, parents }) => [column, ...parents].includes(own));
  return isGroup ? GROUPED : CHOSEN;
}
