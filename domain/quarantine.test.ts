import { describe, expect, it } from 'vitest';
import { assessBefore, assessmentState, needsAssessment } from './quarantine.js';

const since = new Date('2026-03-01T10:00:00.000Z');
const HOUR = 3_600_000;
const hoursLater = (hours: number) => since.getTime() + hours * HOUR;

describe('a breach assessment', () => {
  it('is needed where personal data came without being allowed, and not where a shape or a paper is wrong', () => {
    for (const code of ['C01', 'C02', 'C03', 'C04', 'M01', 'L01'])
      expect(needsAssessment(['M02', code])).toBe(true);
    for (const codes of [['M02'], ['S05'], ['K01'], ['SourceMalformed'], []])
      expect(needsAssessment(codes)).toBe(false);
  });

  it('has 72 hours from the discovery, and is overdue after them until it is answered', () => {
    expect(assessBefore(since).toISOString()).toBe('2026-03-04T10:00:00.000Z');
    const open = { breachAssessment: 'opened', assessment: null, since } as const;
    expect(assessmentState(open, hoursLater(72))).toBe('open');
    expect(assessmentState(open, hoursLater(72) + 1)).toBe('overdue');
    const breach = { ...open, assessment: 'to-be-notified' } as const;
    expect(assessmentState(breach, hoursLater(1))).toBe('to-be-notified');
    expect(assessmentState(breach, hoursLater(73))).toBe('overdue');
    for (const assessment of ['no-breach', 'notified', 'need-not-be-notified'] as const)
      expect(assessmentState({ ...open, assessment }, hoursLater(1000))).toBe(assessment);
    expect(assessmentState({ ...open, breachAssessment: 'not-needed' }, hoursLater(1000))).toBe('not-needed');
  });
});
