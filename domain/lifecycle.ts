import {
  DELIVERY_LIFE,
  MEASURE_LIFE,
  QUARANTINE_LIFE,
  RELEASE_LIFE,
  REQUEST_LIFE,
  RUN_LIFE,
  VERSION_LIFE,
} from './lifecycle-tables.js';
import type { EventType } from './names.js';

/** Everything that has a state in the catalog, by the name of its projection, and how events move it. */
export const LIVES = {
  request: REQUEST_LIFE,
  delivery: DELIVERY_LIFE,
  dataset_version: VERSION_LIFE,
  run: RUN_LIFE,
  release: RELEASE_LIFE,
  quarantine: QUARANTINE_LIFE,
  measure: MEASURE_LIFE,
} as const;
export type Living = keyof typeof LIVES;
export type EventOf<L extends Living> = keyof (typeof LIVES)[L]['absent'];

/**
 * What moves nothing: a verdict is looked at by the workflow that asked for it, and what it decides is an event of its own.
 */
export const UNMOVING = ['gateAsked'] as const satisfies readonly EventType[];

type Homeless = Exclude<EventType, { [L in Living]: EventOf<L> }[Living] | (typeof UNMOVING)[number]>;
/** Does not compile when an event neither moves anything nor stands among those that move nothing. */
export const EVERY_EVENT_HAS_A_LIFE: [Homeless] extends [never] ? true : Homeless = true;

/** Where an event can happen and what comes of it: state before → state after; elsewhere it is impossible. */
export type Moves = Readonly<Record<string, string>>;

export function movesOf<L extends Living>(living: L, event: EventOf<L>): Moves {
  const life: Readonly<Record<string, Partial<Record<EventType, string>>>> = LIVES[living];
  const possible = Object.entries(life).flatMap(([state, row]): [string, string][] => {
    const outcome = row[event as EventType] ?? 'impossible';
    return outcome === 'impossible' ? [] : [[state, outcome]];
  });
  return Object.fromEntries(possible);
}

export function statesOf(living: Living): readonly string[] {
  return Object.keys(LIVES[living]).filter((state) => state !== 'absent');
}

export function eventsOf(living: Living): readonly EventType[] {
  return Object.keys(LIVES[living].absent) as EventType[];
}

export interface Stage {
  readonly event: EventType;
  readonly state: string;
}

/** The shortest way of events to a state, from another or from what is not there yet. */
export function wayTo(living: Living, goal: string, start = 'absent'): readonly Stage[] {
  const ways = new Map<string, readonly Stage[]>([[start, []]]);
  for (const [from, way] of ways) {
    if (from === goal) return way;
    for (const event of eventsOf(living)) {
      const state = movesOf(living, event as EventOf<Living>)[from];
      if (state !== undefined && !ways.has(state)) ways.set(state, [...way, { event, state }]);
    }
  }
  return [];
}
