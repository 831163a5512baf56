import { type CanonicalForm, patternForm } from './canonical-form.js';

/** CBS area codes: prefix and digits (letters occur in neighbourhoods of Amsterdam); a wijk begins with its gemeente. */
export const AREA_PATTERNS = {
  land: 'NL00|NL01',
  gemeente: 'GM[0-9]{4}',
  wijk: 'WK[0-9]{4}[0-9A-Z]{2}',
  buurt: 'BU[0-9]{4}[0-9A-Z]{4}',
} as const;
export type AreaLevel = keyof typeof AREA_PATTERNS;

/** Code of one level; its year stands beside it, since the same code is another area after a renumbering. */
export function areaCode(level: AreaLevel): CanonicalForm {
  return patternForm(`area-${level}`, AREA_PATTERNS[level]);
}

/** The level that a code belongs to, or null. */
export function areaLevel(code: string): AreaLevel | null {
  const levels = Object.keys(AREA_PATTERNS) as AreaLevel[];
  return levels.find((level) => areaCode(level).canonical(code) !== null) ?? null;
}
