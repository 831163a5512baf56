import type { FieldPlan, GeographyPlan, ReadPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { literal } from './sql-text.js';

/** CBS codes by level; letters occur in neighbourhood codes (BU0363AA01). PV, LD and NL are totals above a municipality. */
const AREA_CODES: Readonly<Record<GeographyPlan['level'], string>> = {
  buurt: 'BU[0-9]{4}[0-9A-Z]{4}',
  wijk: 'WK[0-9]{4}[0-9A-Z]{2}',
  gemeente: 'GM[0-9]{4}',
  riec: '.+',
  'politie-eenheid': '.+',
  pc4: '[1-9][0-9]{3}',
  mixed: 'BU[0-9]{4}[0-9A-Z]{4}|WK[0-9]{4}[0-9A-Z]{2}|GM[0-9]{4}|PV[0-9]{2}|LD[0-9]{2}|NL[0-9]{2}',
};

/** Is the delivered text (no missing value) one that the contract allows? SQL over the text expression `v`. */
export function allowedValue(plan: TreatmentPlan, field: FieldPlan, v: string): string {
  const typed = hasType(plan, field, v);
  if (!field.codeList || field.codeList.length === 0) return typed;
  return `(${typed} AND ${v} IN (${field.codeList.map(literal).join(', ')}))`;
}

function hasType(plan: TreatmentPlan, field: FieldPlan, v: string): string {
  const { decimal } = plan.format;
  const whole = wholeNumber(plan.format);
  switch (field.type) {
    case 'integer':
      return matches(v, whole);
    case 'decimal':
      return matches(v, `${whole}(?:[${decimal ?? '.'}][0-9]*)?|[+-]?[${decimal ?? '.'}][0-9]+`);
    case 'boolean':
      return `(lower(${v}) IN ('true', 'false', '1', '0', 'ja', 'nee', 'j', 'n'))`;
    case 'date':
      return isoDate(v, '');
    case 'timestamp':
      return isoDate(
        v,
        '[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?',
      );
    case 'area-code':
      return areaCode(plan.geography, v);
    default:
      return 'true';
  }
}

/** At most 18 digits: what a 64-bit number surely holds. Groups of thousands are of three. */
function wholeNumber({ thousands }: ReadPlan): string {
  const plain = '[0-9]{1,18}';
  if (thousands === undefined) return `[+-]?${plain}`;
  return `[+-]?(?:[0-9]{1,3}(?:[${thousands}][0-9]{3}){1,5}|${plain})`;
}

function isoDate(v: string, time: string): string {
  const shaped = matches(v, `[0-9]{4}-[0-9]{2}-[0-9]{2}${time}`);
  return `(CASE WHEN ${shaped} THEN try_cast(left(${v}, 10) AS DATE) IS NOT NULL ELSE false END)`;
}

function areaCode(geography: GeographyPlan | undefined, v: string): string {
  if (!geography) return 'true';
  return matches(`(${literal(geography.prefix ?? '')} || ${v})`, AREA_CODES[geography.level]);
}

function matches(v: string, pattern: string): string {
  return `regexp_full_match(${v}, ${literal(pattern)})`;
}
