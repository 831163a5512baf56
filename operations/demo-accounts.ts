import { SluisError } from '../domain/errors.js';
import type { Role } from '../domain/names.js';
import type { Actor } from '../domain/people.js';
import type { RoleAssignment } from '../domain/role-assignments.js';
import { ORGANISATIONS } from '../policy/organisations.js';

/** Roles that have two demo accounts each, of two natural persons. */
const DEMO_ROLES: readonly Role[] = [
  'steward',
  'privacy-officer',
  'analyst',
  'output-checker',
  'provider',
  'auditor',
];
/**
 * Who decides works for a city that has no source in the demo, so that none of them is a provider's staff; analysts work
 * for the controller that the demo's contracts name.
 */
const EMPLOYER = '00000001002220647000';
const CONTROLLER = '00000001002308836000';

/** The second provider is the police's alone; the first acts for every organisation of the demo, where nobody else is. */
const POLICE = '00000001816076790000';

function employerOf(account: string): string {
  if (account === 'provider-2') return POLICE;
  return account.startsWith('analyst') ? CONTROLLER : EMPLOYER;
}

/** Who granted all roles of the demo has none of them. */
const GRANTOR = 'demo administrator';

export const DEMO_ACCOUNTS: readonly Actor[] = DEMO_ROLES.flatMap((role) =>
  [role, `${role}-2`].map((account) => ({
    account,
    person: `demo ${account}`,
    roles: [role],
    organisation: employerOf(account),
    grantedBy: GRANTOR,
  })),
);

/** The same for the control worker, which believes no client about who granted a role. */
export const DEMO_ASSIGNMENTS: readonly RoleAssignment[] = DEMO_ACCOUNTS.flatMap(
  ({ account, person, roles }) =>
    roles.map((role) => ({
      account,
      person,
      role,
      grantedBy: GRANTOR,
      ...(account === 'provider' ? { actsFor: ORGANISATIONS.map(({ oin }) => oin) } : {}),
    })),
);

/**
 * An account of the demo, by `--as`. Nothing proves who asks: whoever reaches Temporal can decide until single sign-on
 * exists, and outside demo mode these accounts are refused.
 */
export function demoAccount(name: string, mode: 'demo' | 'production'): Actor {
  if (mode !== 'demo')
    throw new SluisError('DemoOnly', 'Demo accounts (--as) are refused outside demo mode.');
  const account = DEMO_ACCOUNTS.find((one) => one.account === name);
  if (account) return account;
  const known = DEMO_ACCOUNTS.map((one) => one.account).join(', ');
  throw new SluisError(
    'RoleMissing',
    `There is no demo account of that name; use --as with one of: ${known}.`,
  );
}
