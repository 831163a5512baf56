import { randomUUID } from 'node:crypto';
import type { Role } from '../domain/names.js';
import type { Access } from '../operations/access.js';
import { decideRequest } from '../operations/decide.js';
import { demoAccount } from '../operations/demo-accounts.js';

export { within } from '../operations/waiting.js';

/** Who decided, and as what. */
export interface Decided {
  readonly account: string;
  readonly as: Role;
}

/** The demo accounts that decide in these roles. */
export function accountsOf(roles: readonly Role[]): string[] {
  return roles.map((role) => (role === 'privacy-officer' ? role : `${role}-2`));
}

/** Each role by an account of its own; who submitted is a first account, so the second of a role decides. */
export async function approveByAll(
  access: Access,
  requestId: string,
  roles: readonly Role[],
  reason: string,
): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const [index, account] of accountsOf(roles).entries()) {
    const role = roles[index] as Role;
    const actor = demoAccount(account, 'demo');
    await decideRequest(access, { requestId, choice: 'approve', actor, reason, key: randomUUID() });
    decided.push({ account, as: role });
  }
  return decided;
}
