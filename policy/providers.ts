import type { Contract, Oin } from './contract.js';

/** OINs of everybody who provides under a contract: one or more. */
export function providersOf({ roles }: Pick<Contract, 'roles'>): readonly Oin[] {
  return roles.filter(({ role }) => role === 'provider').map(({ oin }) => oin);
}

const TAKERS: readonly string[] = ['controller', 'joint-controller', 'recipient'];

/** OINs of everybody who would get the data under a contract. */
export function takersOf({ roles }: Pick<Contract, 'roles'>): readonly Oin[] {
  return roles.filter(({ role }) => TAKERS.includes(role)).map(({ oin }) => oin);
}
