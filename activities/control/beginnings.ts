import type { StaffReference } from '../../catalog/event-bodies.js';
import type { NewEvent } from '../../catalog/event-types.js';
import { SluisError } from '../../domain/errors.js';
import type { EventType } from '../../domain/names.js';
import { type Act, roleFor } from '../../domain/who-may.js';
import type { ControlDeps } from './deps.js';
import { refuseUnknown } from './known-staff.js';

interface Beginning {
  readonly act: Act;
  /** Where the event says who began it. */
  readonly by: string;
  /** Ids in it that are those of its workflow. */
  readonly own: readonly string[];
}

const BEGINNINGS: Partial<Record<EventType, Beginning>> = {
  contractSubmitted: { act: 'submit', by: 'submitter', own: ['requestId'] },
  linkageSubmitted: { act: 'submit', by: 'submitter', own: ['requestId'] },
  deliveryOpened: { act: 'deliver', by: 'deliveredBy', own: [] },
  runRequested: { act: 'run', by: 'requester', own: ['runId'] },
  releaseRequested: { act: 'release', by: 'requester', own: ['releaseId', 'requestId'] },
  liftingRequested: { act: 'lift', by: 'requester', own: ['requestId'] },
};

/**
 * What the operations ask of whoever begins something is asked again where a client that goes round them comes past too:
 * the role, and that nothing is begun under the name of another workflow, which would be told and started again in its place.
 * @throws SluisError RoleMissing, DemoOnly, UsageInvalid
 */
export function refuseForgedBeginning(deps: ControlDeps, { type, identity, body }: NewEvent): void {
  const beginning = BEGINNINGS[type];
  if (!beginning) return;
  const said = body as unknown as Readonly<Record<string, unknown>>;
  const who = said[beginning.by] as Partial<StaffReference> | undefined;
  refuseUnknown(deps, who?.ref ?? '', roleFor(beginning.act, who?.as ? [who.as] : []));
  if (beginning.own.every((name) => said[name] === identity.workflowId)) return;
  throw new SluisError('UsageInvalid', `Workflow ${identity.workflowId} begins nothing under another id.`);
}
