import { awaiting, decided } from '../../domain/request.js';
import { REVIEW_DECIDERS } from '../deciders.js';
import type { ThemeReview } from '../facts.js';
import { type Asked, askedFor, FROM_G4, ifAny, inputsOf, type Rule } from './rule.js';

/** How people have decided on a theme, by its hash; `open` where nobody has, or not both, or against four eyes. */
type Standing = 'approved' | 'rejected' | 'open';

/** One rejection weighs more than any approval: stopping takes one person. */
function standingOf(reviews: readonly ThemeReview[]): Standing {
  const ends = reviews.map(endOf);
  if (ends.includes('rejected')) return 'rejected';
  return ends.includes('approved') ? 'approved' : 'open';
}

function endOf({ request, decisions }: ThemeReview): Standing {
  if (!REVIEW_DECIDERS.every((role) => request.deciders.includes(role))) return 'open';
  try {
    const { stage } = decisions.reduce(decided, awaiting(request));
    return stage === 'approved' || stage === 'rejected' ? stage : 'open';
  } catch {
    return 'open';
  }
}

/** The restricted inputs of a theme on which people have decided like this. */
function restrictedFor({ facts }: Asked, ...standings: readonly Standing[]): readonly string[] | null {
  if (!standings.includes(standingOf(askedFor(facts)?.themeReviews ?? []))) return null;
  const restricted = inputsOf(facts).filter((input) => input.restricted !== false);
  return ifAny(restricted.map(({ dataset }) => dataset));
}

/** K01 for themes: what is restricted is for approved theme SQL only (policy.md). */
export const THEME_APPROVAL_RULES: readonly Rule[] = [
  {
    code: 'K01',
    gates: FROM_G4,
    law: ['avg-5-1-c', 'product'],
    outcome: 'DENY',
    text: {
      nl: 'Een beperkt toegankelijke bron wordt gelezen door een thema dat is afgewezen, of dat bij de vrijgave geen goedkeuring heeft.',
      en: 'A restricted dataset is read by a theme that was rejected, or that has no approval when a release is asked for.',
    },
    cure: {
      nl: 'Pas een afgewezen thema aan, en laat over een nieuwe uitvoering besluiten.',
      en: 'Change a theme that was rejected, and have a new run of it decided on.',
    },
    finds: (asked) =>
      asked.gate === 'G4' ? restrictedFor(asked, 'rejected') : restrictedFor(asked, 'rejected', 'open'),
  },
  {
    code: 'K01',
    gates: ['G4'],
    law: ['avg-5-1-c', 'product'],
    outcome: 'REVIEW',
    text: {
      nl: 'Een beperkt toegankelijke bron wordt gelezen door een thema dat nog niet is goedgekeurd.',
      en: 'A restricted dataset is read by a theme that is not approved yet.',
    },
    cure: {
      nl: 'Laat steward en privacy officer het thema lezen en erover besluiten; dat geldt tot het thema verandert.',
      en: 'Have steward and privacy officer read the theme and decide on it; that holds until the theme changes.',
    },
    finds: (asked) => restrictedFor(asked, 'open'),
  },
  {
    code: 'K01',
    gates: FROM_G4,
    law: ['avg-5-1-c', 'product'],
    outcome: 'CONDITIONS',
    text: {
      nl: 'Een beperkt toegankelijke bron wordt gelezen door een thema dat steward en privacy officer hebben goedgekeurd.',
      en: 'A restricted dataset is read by a theme that steward and privacy officer have approved.',
    },
    cure: {
      nl: 'Laat het thema zoals het is: over een gewijzigd thema wordt opnieuw besloten.',
      en: 'Leave the theme as it is: a changed theme is decided on anew.',
    },
    finds: (asked) => restrictedFor(asked, 'approved'),
  },
];
