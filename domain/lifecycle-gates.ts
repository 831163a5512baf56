import type { EventType, Gate } from './names.js';

/**
 * The gates that are asked before an event may be recorded, in this order, each with the clock of that moment. The
 * workflows ask these and `sluis plan` prints them.
 */
export const GATES_BEFORE = {
  onboardingApproved: ['G0'],
  deliveryOpened: ['G0'],
  pseudonymised: ['G1', 'G2'],
  curated: ['G3'],
  analysed: ['G4'],
  released: ['G5'],
} as const satisfies Partial<Record<EventType, readonly Gate[]>>;

export function gatesBefore(event: EventType): readonly Gate[] {
  const gates: Partial<Record<EventType, readonly Gate[]>> = GATES_BEFORE;
  return gates[event] ?? [];
}
