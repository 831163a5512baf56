import type { Contract, Iri, Oin, Regime, Restriction } from './contract.js';
import { covers, meet } from './purposes.js';

/** A permission: the three belong together, so lists are never intersected apart. */
export interface Permission {
  readonly purpose: Iri;
  readonly theme: string;
  readonly controller: Oin;
}

export const LABELS = ['art9', 'art10', 'minors', 'bsn'] as const;
export type Label = (typeof LABELS)[number];

/** Levels of a table. RIEC, police unit and PC4 do not nest in each other; PC4 does not nest in wijk. */
export const LEVELS = ['buurt', 'wijk', 'gemeente', 'riec', 'politie-eenheid', 'pc4', 'land'] as const;
export type Level = (typeof LEVELS)[number];

/** What holds for a dataset, by everything it was made from. All lists are sorted and free of doubles. */
export interface Terms {
  readonly permissions: readonly Permission[];
  readonly recipients: readonly Oin[];
  readonly validity: { readonly from: string; readonly until: string };
  readonly restrictions: readonly Restriction[];
  readonly regimes: readonly Regime[];
  readonly labels: readonly Label[];
  readonly minCell: number;
  readonly minLevel: Level;
}

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

/** Unknown lineage, and the meet of nothing: permits nothing. */
export const NOTHING: Terms = {
  permissions: [],
  recipients: [],
  validity: { from: '9999-12-31', until: '0000-01-01' },
  restrictions: [],
  regimes: [],
  labels: [],
  minCell: 10,
  minLevel: 'land',
};

/** The terms of a source's own dataset. */
export function termsOf(contract: Contract): Terms {
  const recipients = contract.roles.filter(({ role }) => role !== 'provider').map(({ oin }) => oin);
  const holds: Readonly<Record<Label, boolean>> = {
    art9: contract.art9.present,
    art10: contract.art10.present,
    minors: contract.subjects.some(({ minors }) => minors),
    bsn: contract.bsn.present,
  };
  return {
    permissions: distinct(
      contract.purposes.flatMap(({ iri, themes, controller }) =>
        themes.map((theme) => ({ purpose: iri, theme, controller })),
      ),
    ),
    recipients: distinct(recipients),
    validity: contract.validity,
    restrictions: distinct(contract.restrictions),
    regimes: distinct(contract.regimes),
    labels: LABELS.filter((label) => holds[label]),
    minCell: Math.max(contract.output.minCell, 10),
    minLevel: contract.output.minLevel,
  };
}

/** The terms of what is made from all of these (a filter, a join, a count too). Order does not matter. */
export function derive(inputs: readonly Terms[]): Terms {
  const [first, ...rest] = inputs;
  return first === undefined ? NOTHING : rest.reduce(combine, first);
}

function combine(a: Terms, b: Terms): Terms {
  return {
    permissions: broadest(a.permissions.flatMap((one) => b.permissions.flatMap((other) => both(one, other)))),
    recipients: a.recipients.filter((oin) => b.recipients.includes(oin)),
    validity: {
      from: a.validity.from > b.validity.from ? a.validity.from : b.validity.from,
      until: a.validity.until < b.validity.until ? a.validity.until : b.validity.until,
    },
    restrictions: distinct([...a.restrictions, ...b.restrictions]),
    regimes: distinct([...a.regimes, ...b.regimes]),
    labels: LABELS.filter((label) => a.labels.includes(label) || b.labels.includes(label)),
    minCell: Math.max(a.minCell, b.minCell),
    minLevel: joinLevels(a.minLevel, b.minLevel),
  };
}

/** Does any permission cover what is asked? A permit covers the narrower terms of its purpose. */
export function permits(terms: Terms, asked: Permission): boolean {
  return terms.permissions.some(
    ({ purpose, theme, controller }) =>
      theme === asked.theme && controller === asked.controller && covers(purpose, asked.purpose),
  );
}

function both(a: Permission, b: Permission): readonly Permission[] {
  const purpose = meet(a.purpose, b.purpose);
  const isSame = a.theme === b.theme && a.controller === b.controller;
  return purpose !== null && isSame ? [{ ...a, purpose }] : [];
}

/** Without permissions that a broader one covers already, so that equal sets look equal. */
function broadest(permissions: readonly Permission[]): readonly Permission[] {
  const all = distinct(permissions);
  return all.filter(
    (one) => !all.some((other) => other !== one && permits({ ...NOTHING, permissions: [other] }, one)),
  );
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
