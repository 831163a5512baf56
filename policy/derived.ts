import { isAboutPersons } from './about-persons.js';
import { hasCitizenNumber } from './citizen-number.js';
import type { Contract, Iri, IsoDate, IsoDuration, Oin, Regime, Restriction } from './contract.js';
import { dayAfter } from './dates.js';
import { joinLevels, type Level } from './levels.js';
import { covers, meet } from './purposes.js';

/** A permission: the three belong together, so lists are never intersected apart. */
export interface Permission {
  readonly purpose: Iri;
  readonly theme: string;
  readonly controller: Oin;
}

export const LABELS = ['art9', 'art10', 'minors', 'bsn'] as const;
export type Label = (typeof LABELS)[number];

export const ZONES_KEPT = ['landing', 'pseudonymised', 'curated', 'result'] as const;
export type KeptZone = (typeof ZONES_KEPT)[number];

/** Secrecy that goes with the data to everybody who learns of it (policy/law). */
export const SECRECY = { WPG: 'wpg-7', WJSG: 'wjsg-52', AWR: 'awr-67-1', CBSWET: 'cbs-37' } as const;
export type SecrecyDuty = (typeof SECRECY)[keyof typeof SECRECY];

/** What holds for a dataset, by everything it was made from. All lists are sorted and free of doubles. */
export interface Terms {
  readonly permissions: readonly Permission[];
  readonly recipients: readonly Oin[];
  readonly validity: { readonly from: string; readonly until: string };
  readonly restrictions: readonly Restriction[];
  readonly regimes: readonly Regime[];
  readonly secrecy: readonly SecrecyDuty[];
  readonly labels: readonly Label[];
  /** It rests on consent: no assessment widens it. */
  readonly isConsentBased: boolean;
  /** Every duration that holds in a zone; the earliest end counts (`keptUntil`). */
  readonly retention: Readonly<Record<KeptZone, readonly IsoDuration[]>>;
  /** Linkage domains within which its persons may be linked; null where it is about no persons and asks for nothing. */
  readonly linkage: readonly string[] | null;
  readonly minCell: number;
  readonly minLevel: Level;
  /** Years of the divisions that its areas belong to: equal codes of two years are not the same area. */
  readonly geographyYears: readonly number[];
}

/** Unknown lineage, and the meet of nothing: permits nothing. */
export const NOTHING: Terms = {
  permissions: [],
  recipients: [],
  validity: { from: '9999-12-31', until: '0000-01-01' },
  restrictions: [],
  regimes: [],
  secrecy: [],
  labels: [],
  isConsentBased: true,
  retention: { landing: ['P0D'], pseudonymised: ['P0D'], curated: ['P0D'], result: ['P0D'] },
  linkage: [],
  minCell: 10,
  minLevel: 'land',
  geographyYears: [],
};

/** The terms of a source's own dataset. */
export function termsOf(contract: Contract): Terms {
  const recipients = contract.roles.filter(({ role }) => role !== 'provider').map(({ oin }) => oin);
  const holds: Readonly<Record<Label, boolean>> = {
    art9: contract.art9.present,
    art10: contract.art10.present,
    minors: contract.subjects.some(({ minors }) => minors),
    bsn: hasCitizenNumber(contract),
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
    secrecy: distinct(
      Object.entries(SECRECY).flatMap(([regime, duty]) =>
        contract.regimes.some((one) => one === regime) ? [duty] : [],
      ),
    ),
    labels: LABELS.filter((label) => holds[label]),
    isConsentBased:
      contract.compatibility.kind === 'consent' ||
      contract.legalGround.some(({ article }) => article === 'A6-1-a'),
    retention: perZone((zone) => [contract.retention[zone]]),
    linkage: isAboutPersons(contract) ? distinct(contract.linkageDomains) : null,
    minCell: Math.max(contract.output.minCell, 10),
    minLevel: contract.output.minLevel,
    geographyYears: contract.geography ? [contract.geography.year] : [],
  };
}

/**
 * The terms of what is made from all of these. Whatever is read counts, for whichever use: a column, filter, join, group,
 * order, or the bare existence of a row (`count(*)`, EXISTS, semi-join). What is unknown permits nothing. Order does not
 * matter, and neither does by how many steps.
 */
export function derive(inputs: readonly (Terms | 'unknown')[]): Terms {
  const [first, ...rest] = inputs.map((one) => (one === 'unknown' ? NOTHING : one));
  return first === undefined ? NOTHING : rest.reduce(combine, first);
}

/** What an approved clearance takes away: labels alone, of the terms that it was given for. */
export interface Clearance {
  readonly labels: readonly Label[];
  readonly approvedByTwo: boolean;
}

/** The terms of a release: all that held still holds, but for labels that two people cleared. */
export function cleared(terms: Terms, { labels, approvedByTwo }: Clearance): Terms {
  if (!approvedByTwo) return terms;
  return { ...terms, labels: terms.labels.filter((label) => !labels.includes(label)) };
}

/** Last day of a zone's retention: the earliest of everything that the data was made from. */
export function keptUntil({ retention }: Terms, zone: KeptZone, since: IsoDate): IsoDate {
  return retention[zone].map((duration) => dayAfter(since, duration)).sort()[0] ?? since;
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
    secrecy: distinct([...a.secrecy, ...b.secrecy]),
    labels: LABELS.filter((label) => a.labels.includes(label) || b.labels.includes(label)),
    isConsentBased: a.isConsentBased || b.isConsentBased,
    retention: perZone((zone) => distinct([...a.retention[zone], ...b.retention[zone]])),
    linkage: linkageOfBoth(a.linkage, b.linkage),
    minCell: Math.max(a.minCell, b.minCell),
    minLevel: joinLevels(a.minLevel, b.minLevel),
    geographyYears: distinct([...a.geographyYears, ...b.geographyYears]),
  };
}

/** Does any permission cover what is asked, and no denial? Both cover the narrower terms of their purpose. */
export function permits(terms: Terms, asked: Permission, day: IsoDate): boolean {
  return !denies(terms, asked.purpose, day) && includes(terms.permissions, asked);
}

/** Does a provider deny this purpose, or a broader one, on this day? */
export function denies({ restrictions }: Terms, purpose: Iri, day: IsoDate): boolean {
  return restrictions.some(
    ({ kind, effect, values, until }) =>
      kind === 'purpose' &&
      effect === 'deny' &&
      (until === undefined || day <= until) &&
      values.some((value) => covers(value, purpose)),
  );
}

function includes(permissions: readonly Permission[], asked: Permission): boolean {
  return permissions.some(
    ({ purpose, theme, controller }) =>
      theme === asked.theme && controller === asked.controller && covers(purpose, asked.purpose),
  );
}

function perZone<T>(of: (zone: KeptZone) => T): Readonly<Record<KeptZone, T>> {
  return Object.fromEntries(ZONES_KEPT.map((zone) => [zone, of(zone)])) as Record<KeptZone, T>;
}

/** Linkage is granted only where everything that is about persons grants it. */
function linkageOfBoth(a: Terms['linkage'], b: Terms['linkage']): Terms['linkage'] {
  if (a === null || b === null) return a ?? b;
  return a.filter((domain) => b.includes(domain));
}

function both(a: Permission, b: Permission): readonly Permission[] {
  const purpose = meet(a.purpose, b.purpose);
  const isSame = a.theme === b.theme && a.controller === b.controller;
  return purpose !== null && isSame ? [{ ...a, purpose }] : [];
}

/** Without permissions that a broader one covers already, so that equal sets look equal. */
function broadest(permissions: readonly Permission[]): readonly Permission[] {
  const all = distinct(permissions);
  return all.filter((one) => !all.some((other) => other !== one && includes([other], one)));
}

function distinct<T>(values: readonly T[]): readonly T[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
