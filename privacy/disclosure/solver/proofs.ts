import { meets, type Need } from './need.js';
import type { DeviationSystem } from './system.js';

/** A consistent table, and how many cells it moves. */
export interface Witness {
  readonly moves: Float64Array;
  readonly moved: number;
}

/** Moves below this are the solver's dust. */
const DUST = 1e-6;

export const movedCells = (moves: Float64Array): number[] =>
  [...moves.keys()].filter((cell) => Math.abs(moves[cell]!) > DUST);

/**
 * Consistent tables that show how far cells can move while all published cells stay. A need is proven by two of them;
 * as long as neither moves a cell that is to be published, the proof holds without a solve.
 */
export class Proofs {
  private witnesses: Witness[] = [];

  constructor(private readonly system: DeviationSystem) {}

  /** The mirrored table is another one, where it respects the known bounds. */
  learn(moves: Float64Array): void {
    const { up, down } = this.system;
    const moved = movedCells(moves).length;
    this.witnesses.push({ moves, moved });
    if (moves.every((z, cell) => -z >= -down[cell]! && -z <= up[cell]!))
      this.witnesses.push({ moves: moves.map((z) => -z), moved });
  }

  /** Forgets every table in which the cell moves: it is published for good. */
  publish(cell: number): void {
    this.witnesses = this.witnesses.filter((witness) => !movesCell(witness, cell));
  }

  /** Two tables that show the need, without any that moves `still`; null where none are known. */
  of(need: Need, still: number | null = null): readonly [Witness, Witness] | null {
    const { cell, up, down } = need;
    const usable = still === null ? this.witnesses : this.witnesses.filter((w) => !movesCell(w, still));
    const highest = furthest(usable, cell, 1);
    const lowest = furthest(usable, cell, -1);
    if (!highest || !lowest) return null;
    const few = [
      smallest(usable, cell, 1, up) ?? highest,
      smallest(usable, cell, -1, down) ?? lowest,
    ] as const;
    const far = [highest, lowest] as const;
    return [few, far].find((pair) => isProof(need, pair)) ?? null;
  }

  /** How far the cell is known to move. */
  reach(cell: number) {
    return {
      up: Math.max(0, furthest(this.witnesses, cell, 1)?.moves[cell] ?? 0),
      down: Math.max(0, -(furthest(this.witnesses, cell, -1)?.moves[cell] ?? 0)),
    };
  }
}

export const movesCell = ({ moves }: Witness, cell: number) => Math.abs(moves[cell]!) > DUST;

const isProof = (need: Need, [high, low]: readonly [Witness, Witness]) =>
  meets(need, { up: Math.max(0, high.moves[need.cell]!), down: Math.max(0, -low.moves[need.cell]!) });

function furthest(witnesses: readonly Witness[], cell: number, sign: 1 | -1): Witness | null {
  let best: Witness | null = null;
  for (const witness of witnesses)
    if (!best || sign * witness.moves[cell]! > sign * best.moves[cell]!) best = witness;
  return best;
}

/** Of the tables that move the cell far enough, the one that moves the fewest cells: it is the least easily lost. */
function smallest(witnesses: readonly Witness[], cell: number, sign: 1 | -1, needed: number): Witness | null {
  let best: Witness | null = null;
  for (const witness of witnesses)
    if (sign * witness.moves[cell]! >= needed && (!best || witness.moved < best.moved)) best = witness;
  return best;
}
