import { describe, expect, it } from 'vitest';
import { decide } from '../decide.js';
import type { ThemeReview } from '../facts.js';
import { askedOf, burglars, fires, input, NOW, onTheme, release, run } from '../testing/asked.js';
import { THEME_APPROVAL_RULES } from './theme-approval.js';

const inputs = [input(burglars, { restricted: true })];
const both = ['approve', 'approve'] as const;

/** How K01 answers for a theme that reads a restricted dataset. */
const atRun = (...themeReviews: readonly ThemeReview[]) =>
  decide('G4', run({ themeReviews, inputs }), NOW, THEME_APPROVAL_RULES)
    .hits.filter(({ code }) => code === 'K01')
    .map(({ outcome }) => outcome);
const atRelease = (...themeReviews: readonly ThemeReview[]) =>
  decide('G5', release({ inputs, asked: { ...askedOf(burglars), themeReviews } }), NOW, THEME_APPROVAL_RULES)
    .hits.filter(({ code }) => code === 'K01')
    .map(({ outcome }) => outcome);

describe('a theme that reads what is restricted (K01)', () => {
  it('is asked about until a steward and a privacy officer have both approved it', () => {
    expect(atRun()).toEqual(['REVIEW']);
    expect(atRun(onTheme(['approve']))).toEqual(['REVIEW']);
    expect(atRun(onTheme(both))).toEqual(['CONDITIONS']);
    expect(atRun(onTheme([]), onTheme(both))).toEqual(['CONDITIONS']);
  });

  it('is refused once one of them rejected it, whatever was approved before or after', () => {
    expect(atRun(onTheme(['reject']))).toEqual(['DENY']);
    expect(atRun(onTheme(both), onTheme(['approve', 'reject']))).toEqual(['DENY']);
    expect(atRelease(onTheme(['reject']), onTheme(both))).toEqual(['DENY']);
  });

  it.each<[string, Parameters<typeof onTheme>[1]]>([
    [
      'who asked for the run',
      { submitter: { account: 's', person: 'steward', roles: [], organisation: 'x' } },
    ],
    ['an author of the theme', { excludedPersons: ['privacy-officer'] }],
    ['staff of a provider', { excludedOrganisations: ['b'] }],
    ['one role alone, chosen by the client', { deciders: ['steward'] }],
    ['people who read another verdict', { subjectHash: 'cd'.repeat(32) }],
  ])('is not approved by %s', (_, more) => {
    expect(atRun(onTheme(both, more))).toEqual(['REVIEW']);
    expect(atRelease(onTheme(both, more))).toEqual(['DENY']);
  });

  it('is not asked about at its release any more: there the approval stands, or nothing leaves', () => {
    expect(atRelease()).toEqual(['DENY']);
    expect(atRelease(onTheme(both))).toEqual(['CONDITIONS']);
  });

  it('needs no approval where nothing that it reads is restricted', () => {
    for (const row of ['K01 DENY', 'K01 REVIEW 2', 'K01 CONDITIONS'])
      for (const reviews of [[], [onTheme(['reject'])], [onTheme(both)]])
        expect(fires(row, 'G4', run({ themeReviews: reviews }))).toBe(false);
  });
});
