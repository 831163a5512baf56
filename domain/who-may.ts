import { SluisError } from './errors.js';
import { ROLES, type Role } from './names.js';

/** What people begin by themselves; decisions on requests name their own roles. */
export type Act =
  | 'submit'
  | 'deliver'
  | 'run'
  | 'cancel'
  | 'release'
  | 'suspend'
  | 'withdraw'
  | 'hold'
  | 'lift'
  | 'tell'
  | 'assess';

interface Allowed {
  readonly roles: readonly Role[];
  /** Opening of the sentence that refuses everybody else. */
  readonly what: string;
}

/**
 * Who may begin what. Stopping takes one person of any role; whoever would lift something must be able to decide on it.
 * The operations ask it early, control asks it where nobody can go round it.
 */
export const WHO_MAY: Readonly<Record<Act, Allowed>> = {
  submit: { roles: ['steward'], what: 'A contract is submitted' },
  deliver: { roles: ['provider', 'steward'], what: 'Files are delivered' },
  run: { roles: ['analyst'], what: 'Themes are run' },
  cancel: { roles: ROLES, what: 'A run is cancelled' },
  release: { roles: ['analyst'], what: 'A release is asked for' },
  suspend: { roles: ROLES, what: 'A source is suspended' },
  withdraw: { roles: ['provider', 'steward', 'privacy-officer'], what: 'A contract is withdrawn' },
  hold: { roles: ['steward', 'privacy-officer', 'fg', 'auditor'], what: 'A legal hold is placed' },
  lift: { roles: ['steward', 'privacy-officer'], what: 'A suspension or legal hold is lifted' },
  tell: { roles: ['steward', 'privacy-officer'], what: 'A provider is told' },
  assess: { roles: ['privacy-officer'], what: 'A breach is assessed' },
};

/** The role in which somebody with these roles may do it. @throws SluisError RoleMissing */
export function roleFor(act: Act, roles: readonly Role[]): Role {
  const { roles: allowed, what } = WHO_MAY[act];
  const role = allowed.find((one) => roles.includes(one));
  if (role) return role;
  const who = allowed.map((one) => `${/^[aeiou]/.test(one) ? 'an' : 'a'} ${one}`).join(' or ');
  throw new SluisError('RoleMissing', `${what} by ${who}: use --as ${allowed[0]}.`);
}
