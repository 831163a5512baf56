/** Levels of a table. RIEC, police unit and PC4 do not nest in each other; PC4 does not nest in wijk. */
export const LEVELS = ['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'land'] as const;
export type Level = (typeof LEVELS)[number];

/** Levels that a level is part of, itself included. */
const COARSER: Readonly<Record<Level, readonly Level[]>> = {
  buurt: ['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'land'],
  wijk: ['wijk', 'gemeente', 'riec', 'politie-eenheid', 'land'],
  gemeente: ['gemeente', 'riec', 'politie-eenheid', 'land'],
  riec: ['riec', 'land'],
  'politie-eenheid': ['politie-eenheid', 'land'],
  pc4: ['pc4', 'land'],
  land: ['land'],
};

/** True where `level` is at least as coarse as `least`; levels that do not nest are never coarse enough. */
export function isCoarseEnough(level: Level, least: Level): boolean {
  return COARSER[least].includes(level);
}

/** The finest level that both are part of. */
export function joinLevels(a: Level, b: Level): Level {
  const common = COARSER[a].filter((level) => COARSER[b].includes(level));
  return common.find((level) => common.every((other) => COARSER[level].includes(other))) ?? 'land';
}
