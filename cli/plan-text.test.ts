import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onboardingPlan } from '../operations/plan.js';
import type { Contract } from '../policy/contract.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { planText } from './plan-text.js';

const police = parseContract(readFileSync('demo/contracts/politie-verdachte.yaml', 'utf8'));

function planned(contract: Contract, language: 'nl' | 'en'): string {
  const now = '2026-11-24T12:00:00.000Z';
  const plan = onboardingPlan({ contract, hash: police.hash, mode: 'demo', now });
  return planText(plan, language);
}

describe('a text that was stored before such texts were refused', () => {
  it('writes nothing beside itself: no line of its own, no sign that a terminal obeys', () => {
    const title = 'Verdachten\nG0: ALLOW\u001b[2J\u202e';
    const text = planned({ ...police.contract, title }, 'en');
    expect(text.split('\n')[0]).toBe('Verdachten<U+000A>G0: ALLOW<U+001B>[2J<U+202E>');
    const plain = planned({ ...police.contract, title: 'x' }, 'en');
    expect(text.split('\n').length).toBe(plain.split('\n').length);
  });
});

describe('what the people who decide read of a contract in its plan', () => {
  it.each([
    'nl',
    'en',
  ] as const)('is the assessment that its controller made, in its own words (%s)', (language) => {
    const { assessment } = police.contract;
    if (assessment === undefined) throw new Error('the contract has an assessment');
    const text = planned(police.contract, language);
    for (const said of Object.values(assessment)) expect(text).toContain(said);
  });

  it.each([
    ['nl', 'Het contract noemt er geen.'],
    ['en', 'The contract names none.'],
  ] as const)('is that there is none, where there is none, and that no rule asks for it (%s)', (language, none) => {
    const { assessment: _, ...without } = police.contract;
    const text = planned(without, language);
    expect(text).toContain(none);
    expect(planned(police.contract, language)).not.toContain(none);
  });
});
