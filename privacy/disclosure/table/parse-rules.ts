import type { SpecReader } from './spec-reader.js';
import { type DisclosureRules, LOWEST_MINIMUM_FREQUENCY, LOWEST_P_PERCENT } from './table-spec.js';

const RULE_KEYS = ['minFrequency', 'pPercent', 'dominance', 'pq', 'groupDisclosure', 'boundary'];

/** Reads the rules of a specification and fills in their defaults. */
export function readRules(reader: SpecReader): DisclosureRules {
  const group = reader.group('rules', RULE_KEYS);
  const percent = (value: number) => value > 0 && value < 100;
  const pq = group.value('pq') === undefined ? null : group.group('pq', ['p', 'q']);
  const share = group.group('groupDisclosure', ['share', 'zero']);
  return {
    minFrequency:
      group.number(
        'minFrequency',
        (value) => Number.isSafeInteger(value) && value >= LOWEST_MINIMUM_FREQUENCY,
        'must be a whole number, never below ten',
      ) ?? LOWEST_MINIMUM_FREQUENCY,
    pPercent:
      group.number('pPercent', (value) => value >= LOWEST_P_PERCENT, 'must be at least ten') ??
      LOWEST_P_PERCENT,
    dominance: group.groups('dominance', ['n', 'k']).map((rule) => ({
      n: needed(rule, 'n', (value) => Number.isInteger(value) && value >= 1, 'must be a whole number from 1'),
      k: needed(rule, 'k', percent, 'must be between 0 and 100'),
    })),
    pq: pq && {
      p: needed(pq, 'p', (value) => value > 0, 'must be more than 0'),
      q: needed(pq, 'q', (value) => value > 0 && value <= 100, 'must be more than 0 and at most 100'),
    },
    groupDisclosure: {
      share: share.number('share', (value) => value > 0 && value <= 1, 'must be in (0, 1]') ?? 0.9,
      zero: share.flag('zero'),
    },
    boundary: group.oneOf('boundary', ['unsafe', 'safe']),
  };
}

function needed(reader: SpecReader, key: string, accepts: (value: number) => boolean, what: string): number {
  if (reader.value(key) === undefined) reader.complain(key, 'is missing');
  return reader.number(key, accepts, what) ?? 1;
}
