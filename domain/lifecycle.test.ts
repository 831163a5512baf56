import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventOf, eventsOf, LIVES, type Living, movesOf, statesOf, UNMOVING } from './lifecycle.js';
import { EVENT_TYPES } from './names.js';

const LIVING = Object.keys(LIVES) as Living[];
const moves = (living: Living, event: string) => movesOf(living, event as EventOf<Living>);

/** States that any sequence of events leads to. */
function reached(living: Living): Set<string> {
  const known = new Set(['absent']);
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    for (const event of eventsOf(living))
      for (const [from, to] of Object.entries(moves(living, event))) if (known.has(from)) known.add(to);
  }
  return known;
}

describe('the lives', () => {
  it('have a place for every event, or say that it moves nothing', () => {
    const placed = new Set([...LIVING.flatMap(eventsOf), ...UNMOVING]);
    expect([...placed].sort()).toEqual([...EVENT_TYPES].sort());
    expect(UNMOVING.filter((event) => LIVING.some((living) => eventsOf(living).includes(event)))).toEqual([]);
  });

  it.each(LIVING)('%s: answers every event in every state, and names no state that it has not', (living) => {
    const known = new Set([...statesOf(living), 'impossible']);
    for (const row of Object.values<Record<string, string>>(LIVES[living])) {
      expect(Object.keys(row).sort()).toEqual([...eventsOf(living)].sort());
      expect(Object.values(row).filter((outcome) => !known.has(outcome))).toEqual([]);
    }
  });

  it.each(
    LIVING,
  )('%s: reaches every state by some events, and by no event what is not there again', (living) => {
    expect([...reached(living)].sort()).toEqual(['absent', ...statesOf(living)].sort());
  });

  it.each(LIVING)('%s: has no event that can never happen', (living) => {
    for (const event of eventsOf(living)) expect(Object.keys(moves(living, event))).not.toEqual([]);
  });

  it('end: a closed request, and a run, delivery or release at its end, is moved to nothing else', () => {
    const ends: [Living, string[]][] = [
      ['request', ['approved', 'rejected', 'expired', 'refused']],
      ['delivery', ['curated', 'destroyed', 'aborted']],
      ['run', ['refused', 'cancelled', 'done']],
      ['release', ['refused', 'rejected', 'expired', 'released']],
    ];
    for (const [living, states] of ends)
      for (const event of eventsOf(living))
        for (const state of states)
          expect([event, moves(living, event)[state] ?? state]).toEqual([event, state]);
  });

  it('lead to curated only through landing, profile and pseudonyms', () => {
    const into = (state: string) =>
      eventsOf('delivery').flatMap((event) =>
        Object.entries(moves('delivery', event)).flatMap(([from, to]) =>
          to === state && from !== state ? [from] : [],
        ),
      );
    expect([
      into('curated'),
      into('pseudonymised'),
      into('profiled'),
      into('landed'),
      into('opened'),
    ]).toEqual([['pseudonymised'], ['profiled'], ['landed'], ['opened'], ['absent']]);
  });

  it('lead to released only through protected tables', () => {
    expect(moves('release', 'released')).toEqual({ protected: 'released' });
    expect(moves('release', 'protectedTablesRead')).toEqual({ protected: 'protected' });
  });
});

describe('a measure on a source', () => {
  const event = fc.constantFrom(...eventsOf('measure'));
  const endsAs = (state: string, happened: readonly string[]) =>
    happened.reduce((from, one) => moves('measure', one)[from] ?? from, state);

  it('is lifted by the event of its own kind alone, and then for good; a withdrawal by none', () => {
    fc.assert(
      fc.property(fc.array(event), (happened) => {
        expect(endsAs('withdrawn', happened)).toBe('withdrawn');
        expect(endsAs('suspended', happened)).toBe(
          happened.includes('suspensionLifted') ? 'resumed' : 'suspended',
        );
        expect(endsAs('held', happened)).toBe(happened.includes('holdLifted') ? 'unheld' : 'held');
      }),
    );
  });

  it('is asked to be lifted only while it stands', () => {
    expect(Object.keys(moves('measure', 'liftingRequested')).sort()).toEqual(['held', 'suspended']);
  });
});
