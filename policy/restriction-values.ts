import { isEntityType } from '../domain/entity-types.js';
import { OFFENCE_KINDS, REGIMES, type RestrictionKind } from './contract.js';
import { LEVELS } from './levels.js';
import { ORGANISATION_CLASSES } from './organisations.js';
import { isKnownPurpose } from './purposes.js';
import { THEME_ID } from './theme-id.js';

const IRI = /^[a-z][a-z0-9+.-]*:\S+$/i;
/** Form of the id of a source, and of a category of GDPR art. 9. */
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const isOneOf = (list: readonly string[]) => (value: string) => list.includes(value);

/** Words of the form of an id that name a regime or an organisation: as a source they would meet nothing. */
const NO_SOURCES: readonly string[] = [
  ...REGIMES.map((regime) => regime.toLowerCase()),
  ...ORGANISATION_CLASSES,
];

interface Form {
  readonly fits: (value: string) => boolean;
  readonly what: string;
}

const FORMS: Readonly<Record<RestrictionKind, Form>> = {
  theme: {
    fits: (value) => THEME_ID.test(value),
    what: 'is no id of a theme: lower case, digits and hyphens',
  },
  combine: {
    fits: (value) =>
      isOneOf(REGIMES)(value) || IRI.test(value) || (ID.test(value) && !NO_SOURCES.includes(value)),
    what: `is no source, regime (${REGIMES.join(', ')}) or category (art9, art10, ${OFFENCE_KINDS.join(', ')}, an IRI)`,
  },
  recipient: {
    fits: (value) => /^\d{20}$/.test(value) || isOneOf(ORGANISATION_CLASSES)(value),
    what: `is no OIN of 20 digits, and no class: ${ORGANISATION_CLASSES.join(', ')}`,
  },
  purpose: {
    fits: isKnownPurpose,
    what: 'is no purpose that policy knows, an IRI of the Data Privacy Vocabulary',
  },
  granularity: { fits: isOneOf(LEVELS), what: `is no level of area: ${LEVELS.join(', ')}` },
  key: { fits: isEntityType, what: 'is no known entity type: bsn, kvk, vbo, person, household, …' },
};

/**
 * What is wrong with a value of a restriction of this kind, or null. A value of another form meets nothing that a gate
 * asks: the provider would have restricted nothing, and nobody would have said so.
 */
export function restrictionMisfit(kind: RestrictionKind, value: string): string | null {
  const { fits, what } = FORMS[kind];
  return fits(value) ? null : what;
}
