import { WorkflowNotFoundError } from '@temporalio/client';
import { SluisError } from '../domain/errors.js';
import type { Role } from '../domain/names.js';
import type { Actor } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';
import { decideLifting, decideOnboarding, decideRelease, decideReview } from '../workflows/messages.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import { fromTemporal } from './failure.js';

export interface DecideOptions {
  readonly requestId: string;
  readonly choice: 'approve' | 'reject';
  readonly actor: Actor;
  readonly reason: string;
  /** Idempotency key: the same key is one decision, however often it is sent. */
  readonly key: string;
}

/** One person's decision on a request. Answered means recorded in the catalog. */
export async function decideRequest(access: Access, options: DecideOptions): Promise<RequestState> {
  const { requestId, choice, actor, reason, key } = options;
  const open = await openRequest(access, requestId);
  const as = roleFor(actor, open.deciders, requestId);
  const decision = { key, choice, actor, as, reason, subjectHash: open.subjectHash };
  try {
    const handle = access.client.workflow.getHandle(open.workflowId);
    return await handle.executeUpdate<RequestState, [typeof decision]>(UPDATES[open.kind], {
      args: [decision],
      updateId: key,
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) {
      throw new SluisError('RequestClosed', `Request ${requestId} is closed; see: sluis inbox --all`);
    }
    throw fromTemporal(error);
  }
}

function roleFor(actor: Actor, deciders: readonly Role[], requestId: string): Role {
  const role = actor.roles.find((one) => deciders.includes(one));
  if (role) return role;
  throw new SluisError(
    'RoleMissing',
    `Request ${requestId} is decided by ${deciders.join(' and ')}, not by this account; use --as ${accountFor(deciders)}`,
  );
}

/** The second account of a role: the first is often the one that asked. */
function accountFor(deciders: readonly Role[]): string {
  const accounts = DEMO_ACCOUNTS.filter(({ roles }) => roles.some((role) => deciders.includes(role)));
  return accounts.at(1)?.account ?? deciders.join(' or ');
}

/** Which Update a kind of request is decided by. */
const UPDATES = {
  contract: decideOnboarding,
  linkage: decideOnboarding,
  review: decideReview,
  release: decideRelease,
  lifting: decideLifting,
} as const;

interface OpenRequest {
  readonly kind: keyof typeof UPDATES;
  readonly workflowId: string;
  readonly subjectHash: string;
  readonly deciders: readonly Role[];
}

async function openRequest(access: Access, requestId: string): Promise<OpenRequest> {
  const [open] = await catalogRows<OpenRequest>(
    access,
    `SELECT kind, workflow_id AS "workflowId", subject_hash AS "subjectHash", deciders
     FROM reading.request WHERE request_id = $1`,
    [requestId],
  );
  if (open) return open;
  throw new SluisError('RequestUnknown', `There is no request ${requestId}; see what waits: sluis inbox`);
}
