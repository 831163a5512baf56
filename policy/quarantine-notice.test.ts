import { describe, expect, it } from 'vitest';
import { ORGANISATIONS } from './organisations.js';
import { quarantineNotice } from './quarantine-notice.js';

const [organisation, another] = ORGANISATIONS;
const facts = {
  deliveryId: 'bag-1',
  sourceId: 'bag',
  providers: [organisation?.oin ?? ''],
  // Past midnight in Amsterdam.
  since: '2026-03-01T23:30:00.000Z',
  destroyBy: '2026-03-15T23:30:00.000Z',
  codes: ['C03', 'SourceMalformed'],
  rules: [
    {
      code: 'C03',
      text: { nl: 'meer gevonden', en: 'more found' },
      cure: { nl: 'laat weg', en: 'leave out' },
    },
  ],
  breachAssessment: 'opened',
} as const;

describe('the notice for a provider', () => {
  it('names whom, what, why with its cure, until when, and what to do, in both languages', () => {
    const dutch = quarantineNotice(facts, ORGANISATIONS, 'nl').split('\n');
    expect(dutch[0]).toBe(`Aan: ${organisation?.name} (OIN ${organisation?.oin})`);
    expect(dutch[2]).toContain('levering bag-1 aan bron bag is op 2026-03-02 geweigerd');
    expect(dutch[4]).toBe('- C03: meer gevonden → laat weg');
    expect(dutch[5]).toBe(
      '- SourceMalformed: het bestand kon niet worden verwerkt zoals het contract het beschrijft.',
    );
    expect(dutch[7]).toContain('uiterlijk 2026-03-16 vernietigd');
    expect(dutch[8]).toContain('datalek');
    const english = quarantineNotice(facts, ORGANISATIONS, 'en').split('\n');
    expect(english[4]).toBe('- C03: more found → leave out');
    expect(english.length).toBe(dutch.length);
  });

  it('is for each of those who deliver together', () => {
    const providers = [organisation?.oin ?? '', another?.oin ?? ''];
    const [to] = quarantineNotice({ ...facts, providers }, ORGANISATIONS, 'en').split('\n');
    expect(to).toBe(
      `To: ${organisation?.name} (OIN ${organisation?.oin}), ${another?.name} (OIN ${another?.oin})`,
    );
  });

  it('speaks of a breach only where one is to be assessed, and names an unknown organisation by its OIN', () => {
    const other = { ...facts, breachAssessment: 'not-needed', providers: ['00000009999999999000'] } as const;
    const text = quarantineNotice(other, ORGANISATIONS, 'en');
    expect(text).not.toContain('breach');
    expect(text).toContain('To: 00000009999999999000 (OIN 00000009999999999000)');
  });
});
