import type { Block } from './blocks.js';
import { dayOf } from './days.js';
import {
  ASSOCIATION,
  companiesLeft,
  companyParty,
  foreignDirector,
  householdParty,
  type Party,
} from './parties.js';
import { type Random, randomOf } from './random.js';

/** A company in the trade register. */
export interface Company {
  readonly party: Party;
  readonly founded: number;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly director: Party;
}

const KIND_COMPANY = 8;
const LANDLORDS = 2;
const SHOPS = 3;
const FOREIGN = ['DE', 'BE', 'LU', 'CY'] as const;

/** The companies of one block: landlords of long standing, shops, and those that were founded to buy and sell one home. */
export class BlockCompanies {
  readonly #block: Block;
  readonly #random: Random;
  readonly #made: Company[] = [];

  constructor(block: Block, seed: number) {
    this.#block = block;
    this.#random = randomOf(seed, KIND_COMPANY, block.index);
    for (let nth = 0; nth < LANDLORDS; nth++) this.#found(dayOf(1985 + this.#random.below(19), 0), 0.05);
    for (let nth = 0; nth < SHOPS; nth++) {
      this.#found(dayOf(1990 + this.#random.below(34), this.#random.below(365)), 0.05);
    }
  }

  get all(): readonly Company[] {
    return this.#made;
  }

  /** One of the companies that let homes; founded before the registers of owners begin. */
  landlord(draw: number): Party {
    return this.#made[Math.floor(draw * LANDLORDS)]!.party;
  }

  /** A new company, or null where the block has as many as it can have. */
  foundFor(founded: number): Party | null {
    return companiesLeft(this.#made.length) > 0 ? this.#found(founded, 0.4).party : null;
  }

  #found(founded: number, foreignShare: number): Company {
    const nth = this.#made.length;
    const { households, index } = this.#block;
    const isForeign = this.#random.unit() < foreignShare;
    const director = isForeign
      ? foreignDirector(index, nth)
      : householdParty(households[this.#random.below(households.length)]!);
    const country = isForeign ? FOREIGN[this.#random.below(FOREIGN.length)]! : 'NL';
    const company = { party: companyParty(this.#block, nth), founded, country, director };
    this.#made.push(company);
    return company;
  }
}

/** The housing association, which stands in the trade register once. */
export const ASSOCIATION_COMPANY: Company = {
  party: ASSOCIATION,
  founded: dayOf(1922, 0),
  country: 'NL',
  director: 'V9999999999',
};
