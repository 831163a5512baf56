import { type CitySize, type Household, households } from './households.js';

/**
 * Neighbours in the order of their making, not on the map. Whoever buys, lets or directs does so within the block, so
 * that persons, homes and companies agree in every file while only one block is in memory.
 */
export interface Block {
  readonly index: number;
  readonly households: readonly Household[];
}

const HOUSEHOLDS_A_BLOCK = 100;

/** All households in order, a hundred at a time; the last block holds what is left. */
export function* blocks(city: CitySize): Generator<Block> {
  let index = 0;
  let members: Household[] = [];
  for (const household of households(city)) {
    members.push(household);
    if (members.length < HOUSEHOLDS_A_BLOCK) continue;
    yield { index, households: members };
    index += 1;
    members = [];
  }
  if (members.length > 0) yield { index, households: members };
}
