import { SluisError } from '../../domain/errors.js';
import type { Role } from '../../domain/names.js';
import { grantorOf } from '../../domain/role-assignments.js';
import type { ControlDeps } from './deps.js';

/**
 * Outside demo mode control takes nothing from somebody of whom it does not know who granted that role, whatever the client
 * says: until there is sign-on that is everybody.
 * @throws SluisError DemoOnly
 */
export function refuseUnknown(
  { mode, assignments }: Pick<ControlDeps, 'mode' | 'assignments'>,
  person: string,
  as: Role,
): void {
  if (mode === 'demo' || grantorOf(assignments, person, as) !== null) return;
  throw new SluisError(
    'DemoOnly',
    'Outside demo mode control knows nobody of that name in that role: there is no sign-on yet.',
  );
}
