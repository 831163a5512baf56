import type { Subject } from '../catalog/event-bodies.js';
import type { Zone } from '../domain/names.js';
import { DESTROY_WITHIN, needsAssessment } from '../domain/quarantine.js';
import { control } from './activities.js';

/** How long quarantine lasts, in milliseconds; policy caps it. */
export interface Quarantining {
  readonly destroyWithin: number;
}

export interface ToQuarantine {
  readonly subject: Subject;
  readonly sourceId: string;
  /** The furthest zone that holds something of it. */
  readonly zone: Zone;
  readonly codes: readonly string[];
}

/** Puts what was refused or stopped in quarantine: destroyed within 14 days unless people decide otherwise (policy.md). */
export async function quarantine(
  { subject, sourceId, zone, codes }: ToQuarantine,
  { destroyWithin }: Quarantining = { destroyWithin: DESTROY_WITHIN },
): Promise<void> {
  const destroyBy = new Date(Date.now() + destroyWithin).toISOString();
  const breachAssessment = needsAssessment(codes) ? 'opened' : 'not-needed';
  const body = { subject, sourceId, zone, codes, destroyBy, breachAssessment } as const;
  await control.record({ type: 'quarantined', step: 'quarantine', passage: 0, body });
}
