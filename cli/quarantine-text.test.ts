import { describe, expect, it } from 'vitest';
import type { ShownQuarantine } from '../operations/quarantine.js';
import { quarantineRow, quarantineText } from './quarantine-text.js';

const held: Omit<ShownQuarantine, 'kind'> = {
  id: 'x1',
  sourceId: 's',
  zone: 'result',
  codes: ['S05'],
  since: new Date('2026-03-01T10:00:00.000Z'),
  destroyBy: '2026-03-15T10:00:00.000Z',
  state: 'quarantined',
  pastRetention: false,
  held: true,
  destroyedAt: null,
  objects: null,
  keys: null,
  breachAssessment: 'not-needed',
  assessment: null,
  assessedAt: null,
  assessedBy: null,
  assessmentReason: null,
  toldAt: null,
  toldBy: null,
  toldHow: null,
  toldNotice: null,
  providers: [],
  assessmentState: 'not-needed',
  assessBefore: null,
};
const destruction = (kind: ShownQuarantine['kind'], more: Partial<ShownQuarantine> = {}) =>
  quarantineRow({ ...held, kind, ...more }, 'en')[5];

describe('the destruction of something in quarantine', () => {
  it('waits for a legal hold and a term where it is a delivery, and for nothing where it was made', () => {
    expect(destruction('delivery')).toBe('waits: legal hold');
    expect(destruction('delivery', { held: false })).toBe('by 2026-03-15');
    expect(['run', 'release', 'dataset-version'].map((kind) => destruction(kind as 'run'))).toEqual([
      'at once',
      'at once',
      'at once',
    ]);
    const gone = { destroyedAt: new Date('2026-03-01T10:00:01.000Z'), objects: 2, keys: 0 };
    expect(destruction('release', gone)).toBe('destroyed 2026-03-01, 2 object(s), 0 key(s)');
  });

  it.each([
    ['delivery', 'landed file'],
    ['dataset-version', 'version'],
  ] as const)('comes at once where the retention of a %s has passed, and waits for a legal hold', (kind, name) => {
    const past = { ...held, kind, pastRetention: true };
    expect(quarantineRow(past, 'en').slice(1, 6)).toEqual([
      name,
      's',
      'S05',
      '2026-03-01',
      'waits: legal hold',
    ]);
    expect(destruction(kind, { pastRetention: true, held: false })).toBe('at once');
  });
});

describe('the source of something in quarantine', () => {
  it('is named, but of the tables of a release that ended: they rest on more than one', () => {
    const tables = { ...held, kind: 'dataset-version', sourceId: null } as const;
    expect([quarantineRow({ ...tables, sourceId: 's' }, 'en')[2], quarantineRow(tables, 'en')[2]]).toEqual([
      's',
      '–',
    ]);
    const first = (one: ShownQuarantine) => quarantineText(one, 'en').split('\n')[0]?.trimEnd();
    expect([first({ ...tables, sourceId: 's' }), first(tables)]).toEqual([
      'what:          copy x1 (s)',
      'what:          copy x1',
    ]);
  });
});
