import type { Block } from './blocks.js';
import type { Household } from './households.js';

/** Whoever owns or directs: a household (H and its number), a company (its trade number), or somebody from outside (B, V). */
export type Party = string;

const COMPANIES_A_BLOCK = 24;
/** The one housing association of the city. */
export const ASSOCIATION: Party = '00999999';

export function householdParty(household: Household): Party {
  return household.id;
}

/** Trade number of eight digits that begins with 00: the range of this city. */
export function companyParty(block: Block, nth: number): Party {
  if (nth >= COMPANIES_A_BLOCK) throw new Error(`a block has ${COMPANIES_A_BLOCK} companies at most`);
  return String(block.index * COMPANIES_A_BLOCK + nth).padStart(8, '0');
}

/** How many more companies a block with this many may have. */
export function companiesLeft(made: number): number {
  return COMPANIES_A_BLOCK - made;
}

/** A former owner of a home, from outside the city; `nth` below 10. */
export function formerOwner(householdIndex: number, nth: number): Party {
  return `B${String(householdIndex * 10 + nth).padStart(10, '0')}`;
}

/** A director who lives abroad. */
export function foreignDirector(blockIndex: number, nth: number): Party {
  return `V${String(blockIndex * COMPANIES_A_BLOCK + nth).padStart(10, '0')}`;
}

export function isHousehold(party: Party): boolean {
  return party.startsWith('H');
}
