import { describe, expect, it } from 'vitest';
import { type Contract, RECORD_UNITS } from '../contract.js';
import { decide } from '../decide.js';
import { about, demo, fires, kwb, NOW, seen } from '../testing/asked.js';

/** Record-level data under a licence, said to be nobody's. */
const opened = (id: string, recordUnit: Contract['recordUnit'] = 'organisation'): Contract => ({
  ...demo(id),
  regimes: ['OPEN'],
  recordUnit,
  personalData: false,
  agreements: kwb.agreements,
});
const R01 = (contract: Contract) => fires('R01 DENY', 'G0', about(contract));

describe('records that are declared open', () => {
  it.each([
    ['the statistics office', 'cbs-records'],
    ['the police', 'politie-verdachte'],
    ['the courts', 'om-vonnis'],
    ['the tax service', 'belasting-huishouden'],
  ])('of %s keep the regime of the task for which they were collected', (_, id) => {
    for (const unit of RECORD_UNITS) expect(R01(opened(id, unit)), unit).toBe(unit !== 'area');
    expect(decide('G0', about(opened(id)), NOW).outcome).toBe('DENY');
  });

  it.each([
    'cbs-kwb-2024',
    'politie-den-haag-2017',
    'bag',
    'den-haag-buurten',
    'real/politie-soort-misdrijf',
  ])('%s, published for all, keeps none', (id) => {
    expect(R01(demo(id))).toBe(false);
  });

  it('of areas keep theirs where the file shows persons', () => {
    const figures = demo('politie-den-haag-2017');
    expect(fires('R01 DENY', 'G1', about(figures, { profile: seen('x', 'person-key') }))).toBe(true);
  });
});
