import type { PublishedValue, SafeTable } from '../../lake/publish-table.js';
import type { ValueForm } from '../../policy/published.js';
import { AREA_PATTERNS, type AreaLevel } from '../../privacy/canon/area-code.js';

const FORMS: readonly (readonly [ValueForm, RegExp])[] = [
  ...Object.entries(AREA_PATTERNS).map(
    ([level, pattern]) => [level as AreaLevel, new RegExp(`^(?:${pattern})$`)] as const,
  ),
  ['land', /^NL[0-9]{2}$/],
  // Provinces and parts of the country have no level of their own: as fine as the finest that they could be mistaken for.
  ['gemeente', /^(?:PV|LD)[0-9]{2}$/],
  ['postcode', /^[1-9][0-9]{3} ?[A-Z]{2}$/],
];

/**
 * What the texts of each column look like, totals apart, so that a gate learns from the written table itself how fine its
 * areas are. A value of another type than text is `other`; empty cells are none.
 */
export function publishedForms(
  { columns, rows }: SafeTable,
  totals: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly ValueForm[]> {
  return new Map(
    columns.map(({ name }, place) => {
      const forms = new Set<ValueForm>();
      for (const row of rows) {
        const value = row[place] ?? null;
        if (value !== null && value !== '' && value !== totals.get(name)) forms.add(formOf(value));
      }
      return [name, [...forms].sort()];
    }),
  );
}

function formOf(value: NonNullable<PublishedValue>): ValueForm {
  if (typeof value !== 'string') return 'other';
  const text = value.trim().toUpperCase();
  return FORMS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
