import { describe, expect, it } from 'vitest';
import type { Gate } from '../domain/names.js';
import type { Outcome } from '../domain/verdict.js';
import type { RecordedVerdict } from '../operations/read-runs.js';
import { rulesOf } from './source-report.js';

const NOTHING = { nl: '', en: '' };
const verdict = (gate: Gate, ...hits: readonly (readonly [code: string, outcome: Outcome])[]) =>
  ({
    gate,
    hits: hits.map(([code, outcome]) => ({
      code,
      outcome,
      law: '',
      text: NOTHING,
      cure: NOTHING,
      fields: [],
    })),
  }) as unknown as RecordedVerdict;

describe('the rules of a source', () => {
  it('stand once each, at the first gate where they spoke, with the worst that was said there', () => {
    const verdicts = [
      verdict('G0', ['P03', 'CONDITIONS']),
      verdict('G1', ['L01', 'CONDITIONS'], ['L01', 'REVIEW'], ['C01', 'REVIEW'], ['P03', 'DENY']),
      verdict('G1', ['L01', 'CONDITIONS'], ['C01', 'DENY']),
      verdict('G3', ['L01', 'DENY'], ['K01', 'REVIEW']),
    ];
    expect(rulesOf(verdicts)).toEqual([
      { code: 'P03', outcome: 'CONDITIONS', gate: 'G0' },
      { code: 'L01', outcome: 'REVIEW', gate: 'G1' },
      { code: 'C01', outcome: 'DENY', gate: 'G1' },
      { code: 'K01', outcome: 'REVIEW', gate: 'G3' },
    ]);
  });
});
