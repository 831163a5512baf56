import { type Stage, wayTo } from '../domain/lifecycle.js';
import { gatesBefore } from '../domain/lifecycle-gates.js';
import type { EventType, Gate } from '../domain/names.js';
import { previewGate, type Trial } from './plan-preview.js';

/** An event on the way, the gates that are asked before it, and the state that it leads to. */
export interface PlannedStage extends Stage {
  readonly of: 'contract' | 'delivery';
  readonly gates: readonly Gate[];
}

/** Ways from what is not there yet to what is hoped for, and the end where it is refused on that way. */
const WAYS = [
  { of: 'contract', living: 'request', goal: 'approved', refused: 'refused' },
  { of: 'delivery', living: 'delivery', goal: 'curated', refused: 'quarantined' },
] as const;

/** The step that makes what an event records. */
const MADE_BY: Partial<Record<EventType, string>> = { pseudonymised: 'pseudonymising', curated: 'curating' };

/**
 * The events of a source from its contract to curated, by the tables of lives: the straight way, or up to where a gate denies
 * what is tried now or a step cannot do it, and what then happens instead.
 */
export function plannedStages(trial: Trial): readonly PlannedStage[] {
  const planned: PlannedStage[] = [];
  for (const { of, living, goal, refused } of WAYS) {
    let state = 'absent';
    for (const stage of wayTo(living, goal)) {
      const { asked, isRefused } = passage(stage, trial);
      if (isRefused) {
        const ends = wayTo(living, refused, state);
        return [...planned, ...ends.map((one, at) => ({ of, ...one, gates: at === 0 ? asked : [] }))];
      }
      planned.push({ of, ...stage, gates: asked });
      state = stage.state;
    }
  }
  return planned;
}

/** The gates that are asked on the way to an event, up to the first that denies, and whether it comes to it. */
function passage(
  { event }: Stage,
  trial: Trial,
): { readonly asked: readonly Gate[]; readonly isRefused: boolean } {
  const gates = gatesBefore(event);
  const denying = gates.findIndex((gate) => previewGate(gate, trial)?.outcome === 'DENY');
  if (denying >= 0) return { asked: gates.slice(0, denying + 1), isRefused: true };
  if (!failsAt(event, trial)) return { asked: gates, isRefused: false };
  // G3 is about what curating made: where that fails it is not asked.
  return { asked: event === 'curated' ? [] : gates, isRefused: true };
}

function failsAt(event: EventType, { tried }: Trial): boolean {
  return tried !== undefined && 'failed' in tried && tried.failed.step === MADE_BY[event];
}
