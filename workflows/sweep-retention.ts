import type { Subject } from '../catalog/event-bodies.js';
import { SCHEDULES } from '../domain/names.js';
import { refuseMisaddressed } from '../domain/sealed-arguments.js';
import { control } from './activities.js';
import { destroyAtItsTerm } from './quarantine.js';
import { attempted } from './step-failure.js';

/**
 * Hands everything that is past its retention to quarantine and has it destroyed at once (T01): whenever a gate says so,
 * at each start of the servers, and once a day. Is told the schedule that it is of; answers what it handed over.
 */
export async function sweepRetention(schedule: string): Promise<readonly Subject[]> {
  refuseMisaddressed(schedule, SCHEDULES.retention);
  return await sweep();
}

async function sweep(): Promise<readonly Subject[]> {
  const subjects = await control.quarantinePastRetention(new Date(Date.now()).toISOString());
  for (const subject of subjects) await destroyAtItsTerm({ subject });
  return subjects;
}

/** Where a gate refused what is past its retention. What cannot be done now the next sweep does. */
export async function eraseWhereDue(codes: readonly string[]): Promise<void> {
  if (codes.includes('T01')) await attempted(sweep);
}
