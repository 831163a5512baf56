import type { FollowUp } from '../activities/contract.js';
import { control } from './activities.js';

/** Records what a person did after something was put in quarantine: assessed a breach, or told the provider. */
export async function followUpQuarantine(order: FollowUp): Promise<void> {
  await control.recordFollowUp(order);
}
