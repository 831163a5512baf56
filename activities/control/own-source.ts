import type { StaffReference } from '../../catalog/event-bodies.js';
import { SluisError } from '../../domain/errors.js';
import { actsFor } from '../../domain/role-assignments.js';
import type { ControlDeps } from './deps.js';

/**
 * A provider delivers and withdraws its own sources alone: by who employs the person, and by what control itself knows of
 * whom they act for. Other roles are nobody's provider. Suspending is open to everybody.
 * @param providers OINs of the providers of the source
 * @throws SluisError RoleMissing
 */
export function refuseForeign(
  { assignments }: Pick<ControlDeps, 'assignments'>,
  sourceId: string,
  providers: readonly string[],
  { ref: person, as, organisation }: StaffReference,
): void {
  if (as !== 'provider') return;
  const own = [organisation, ...actsFor(assignments, person, as)];
  if (providers.some((oin) => own.includes(oin))) return;
  throw new SluisError(
    'RoleMissing',
    `Source ${sourceId} is of another provider, which alone delivers and withdraws it; use --as steward.`,
  );
}
