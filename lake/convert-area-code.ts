import type { GeographyPlan } from '../domain/treatment-plan.js';
import { literal } from './sql-text.js';

/** Prefixes of the codes of Statistics Netherlands, from coarse to fine: country, part, province, municipality, district, neighbourhood. */
export const AREA_PREFIXES: readonly string[] = ['NL', 'LD', 'PV', 'GM', 'WK', 'BU'];

const MUNICIPALITY = 'GM[0-9]{4}';
const DISTRICT = 'WK[0-9]{4}[0-9A-Z]{2}';
const NEIGHBOURHOOD = 'BU[0-9]{4}[0-9A-Z]{4}';

const PATTERNS: Readonly<Record<GeographyPlan['level'], string>> = {
  buurt: NEIGHBOURHOOD,
  wijk: DISTRICT,
  gemeente: MUNICIPALITY,
  riec: '.+',
  'politie-eenheid': '.+',
  pc4: '[1-9][0-9]{3}',
  mixed: `${NEIGHBOURHOOD}|${DISTRICT}|${MUNICIPALITY}|PV[0-9]{2}|LD[0-9]{2}|NL[0-9]{2}`,
};

/** SQL of the full code: declared prefix and delivered text in capitals; NULL where it is no code of the level. */
export function areaCodeSql(text: string, geography: GeographyPlan | undefined): string {
  if (!geography) return text;
  const code = `upper(${literal(geography.prefix ?? '')} || ${text})`;
  return `CASE WHEN regexp_full_match(${code}, ${literal(PATTERNS[geography.level])}) THEN ${code} END`;
}
