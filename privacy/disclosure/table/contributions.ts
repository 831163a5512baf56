import { isInvalidPseudonym } from '../../pseudonym.js';

/** What the rules ask of one cell, or of the union of several, for one kind of protected unit. */
export interface UnitSummary {
  /** N: distinct units. Missing and invalid ids are one unit where nobody else is, and otherwise never add to it. */
  readonly n: number;
  /** X: what the largest contributions are held against, in the units of the table. */
  readonly size: bigint;
  /** Largest contributions, absolute, per unit, largest first. */
  readonly top: readonly bigint[];
}

/** Number of everything that belongs to nobody in particular: all missing and invalid ids. */
const NOBODY = 0;

/** Numbers the ids of one kind of unit. */
export class UnitNumbers {
  readonly #numbers = new Map<string, number>();

  of(id: string): number {
    if (id === '' || isInvalidPseudonym(id)) return NOBODY;
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(id, number);
    return number;
  }

  /** One more than the largest number. */
  get size(): number {
    return this.#numbers.size + 1;
  }
}

/** Places of entries that stand behind each other. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * What the units of one kind contribute, entry by entry. All amounts are whole, and their absolute sum is at most 2^53:
 * every sum of some of them is exact.
 */
export class Contributions {
  readonly #units: Int32Array;
  readonly #amounts: Float64Array;
  readonly #sums: Float64Array;
  /** The summary that a unit was last seen in. */
  readonly #seenIn: Uint32Array;
  readonly #found: Int32Array;
  #summaries = 0;

  /**
   * @param units number of the unit of each entry
   * @param amounts of each entry
   * @param size one more than the largest number of a unit
   */
  constructor(units: Int32Array, amounts: Float64Array, size: number) {
    this.#units = units;
    this.#amounts = amounts;
    this.#sums = new Float64Array(size);
    this.#seenIn = new Uint32Array(size);
    this.#found = new Int32Array(size);
  }

  /**
   * Adds entries per unit first, then ranks them: a unit with several records is still one contributor.
   * @param size X where it is not the sum of the absolute contributions (weighted tables)
   */
  summarise(runs: readonly Run[], tops: number, size?: bigint): UnitSummary {
    const found = this.#add(runs);
    let sum = 0;
    const top: number[] = [];
    for (let at = 0; at < found; at += 1) {
      const absolute = Math.abs(this.#sums[this.#found[at] as number] as number);
      sum += absolute;
      insert(top, absolute, tops);
    }
    const valid = found - (this.#seenIn[NOBODY] === this.#summaries ? 1 : 0);
    return { n: Math.max(valid, Math.min(1, found)), size: size ?? BigInt(sum), top: top.map(BigInt) };
  }

  /** Leaves the sums of the units, which stand in `found`; answers how many these are. */
  #add(runs: readonly Run[]): number {
    this.#summaries += 1;
    let found = 0;
    for (const { from, to } of runs)
      for (let at = from; at < to; at += 1) {
        const unit = this.#units[at] as number;
        if (this.#seenIn[unit] !== this.#summaries) {
          this.#seenIn[unit] = this.#summaries;
          this.#sums[unit] = 0;
          this.#found[found] = unit;
          found += 1;
        }
        this.#sums[unit] = (this.#sums[unit] as number) + (this.#amounts[at] as number);
      }
    return found;
  }
}

function insert(top: number[], amount: number, tops: number): void {
  let at = top.length;
  while (at > 0 && amount > (top[at - 1] as number)) at -= 1;
  if (at < tops) top.splice(at, 0, amount);
  if (top.length > tops) top.pop();
}
