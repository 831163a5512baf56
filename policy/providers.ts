import type { Contract, Oin } from './contract.js';

/** OINs of everybody who provides under a contract: one or more. */
export function providersOf({ roles }: Pick<Contract, 'roles'>): readonly Oin[] {
  return roles.filter(({ role }) => role === 'provider').map(({ oin }) => oin);
}
