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
  provider: null,
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
