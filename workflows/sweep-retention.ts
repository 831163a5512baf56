import type { Subject } from '../catalog/event-bodies.js';
import { control } from './activities.js';
import { destroyAtItsTerm } from './quarantine.js';
import { attempted } from './step-failure.js';

/**
 * Hands everything that is past its retention to quarantine and has it destroyed at once (T01): whenever a gate says so,
 * at each start of the servers, and once a day. Answers what it handed over.
 */
export async function sweepRetention(): Promise<readonly Subject[]> {
  const subjects = await control.quarantinePastRetention(new Date(Date.now()).toISOString());
  for (const subject of subjects) await destroyAtItsTerm({ subject });
  return subjects;
}

/** Where a gate refused what is past its retention. What cannot be done now the next sweep does. */
export async function eraseWhereDue(codes: readonly string[]): Promise<void> {
  if (codes.includes('T01')) await attempted(sweepRetention);
}
