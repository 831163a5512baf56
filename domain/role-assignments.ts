import type { Role } from './names.js';

/** Who has which role, and by whom: what control knows of staff apart from what a client says. */
export interface RoleAssignment {
  readonly account: string;
  /** The natural person behind the account. */
  readonly person: string;
  readonly role: Role;
  /** The natural person who granted the role. */
  readonly grantedBy: string;
  /** OINs in whose name they act in this role, beside that of who employs them. */
  readonly actsFor?: readonly string[];
}

/** The natural person behind an account, or null where it is not known. */
export function personOf(assignments: readonly RoleAssignment[], account: string): string | null {
  return assignments.find((one) => one.account === account)?.person ?? null;
}

/** Who granted a person a role, or null where it is not known. */
export function grantorOf(assignments: readonly RoleAssignment[], person: string, role: Role): string | null {
  return assignments.find((one) => one.person === person && one.role === role)?.grantedBy ?? null;
}

/** OINs in whose name a person acts in a role, beside that of who employs them. */
export function actsFor(
  assignments: readonly RoleAssignment[],
  person: string,
  role: Role,
): readonly string[] {
  return assignments.find((one) => one.person === person && one.role === role)?.actsFor ?? [];
}
