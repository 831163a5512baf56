import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract.js';
import { about, agreements, brp, burglars, demo, fires, kwb, STATISTICS } from '../testing/asked.js';

const judicial = demo('om-vonnis');

describe('D01 refuses an assessment of which any one thing is wrong', () => {
  const D01 = (dpia: Contract['dpia'], contract = brp) =>
    fires('D01 DENY', 'G0', about({ ...contract, dpia }));

  it.each([
    ['nothing of it', undefined],
    ['no reference', { ...brp.dpia, ref: undefined }],
    ['no outcome', { ...brp.dpia, outcome: undefined }],
    ['no day of review', { ...brp.dpia, reviewBy: undefined }],
    ['a day of review that has passed', { ...brp.dpia, reviewBy: '2026-11-23' }],
    ['advice against it', { ...brp.dpia, fgAdvice: 'negative' }],
  ] as const)('%s', (_, dpia) => {
    expect(D01(dpia)).toBe(true);
  });

  it('and not one that is reviewed on its last day, without advice, or about no persons', () => {
    expect(D01({ ...brp.dpia, reviewBy: '2026-11-24' })).toBe(false);
    expect(D01({ ...brp.dpia, fgAdvice: 'none' })).toBe(false);
    expect(D01(undefined, kwb)).toBe(false);
  });
});

describe('P02 asks what joins the purpose to that of collection', () => {
  const P02 = (compatibility: Contract['compatibility'], more: Partial<Contract> = {}) =>
    fires('P02 DENY', 'G0', about({ ...brp, ...more, compatibility }));

  it.each([
    ['nothing', { kind: 'none' }],
    ['the same, said of other terms', { kind: 'same' }],
    ['consent without evidence', { kind: 'consent' }],
    ['consent with evidence that is empty', { kind: 'consent', evidence: '' }],
    ['a law without evidence', { kind: 'law-23' }],
    ['a law with evidence that is empty', { kind: 'law-23', evidence: '' }],
  ] as const)('%s does not', (_, compatibility) => {
    expect(P02(compatibility)).toBe(true);
  });

  it.each([
    ['statistics', { kind: 'art89' }],
    ['an assessment', { kind: 'assessed' }],
    ['consent with evidence', { kind: 'consent', evidence: 'urn:example:consents' }],
    ['a law with evidence', { kind: 'law-23', evidence: 'urn:example:law' }],
  ] as const)('%s does', (_, compatibility) => {
    expect(P02(compatibility)).toBe(false);
  });

  it('nothing need do so where the terms are the same, or nobody is in the data', () => {
    const collectionPurpose = { iri: STATISTICS, text: 't' };
    for (const kind of ['same', 'none'] as const) {
      expect(P02({ kind }, { collectionPurpose })).toBe(false);
      expect(P02({ kind }, { personalData: false, recordUnit: 'object' })).toBe(false);
    }
  });
});

describe.each([
  ['W01', burglars],
  ['W04', judicial],
] as const)('%s wants a permission for research whole', (code, contract) => {
  const isRefused = (change: object) =>
    fires(
      `${code} DENY`,
      'G0',
      about(
        agreements(contract, (one) =>
          one.permission ? { ...one, permission: { ...one.permission, ...change } } : one,
        ),
      ),
    );

  it.each(['giver', 'researcher', 'study', 'data'])('%s is said', (part) => {
    expect(isRefused({})).toBe(false);
    expect(isRefused({ [part]: '' })).toBe(true);
    expect(isRefused({ [part]: ' ' })).toBe(true);
  });

  it('with conditions', () => {
    expect(isRefused({ conditions: [] })).toBe(true);
  });

  it('and there at all', () => {
    const bare = agreements(contract, ({ permission: _, ...one }) => one);
    expect(fires(`${code} DENY`, 'G0', about(bare))).toBe(true);
  });
});
