import type { Attacker, Direction } from './attacker.js';
import { meets, type Need, type Reach } from './need.js';
import type { DeviationSystem } from './system.js';

/**
 * How far each cell is known to move, learnt from consistent tables that earlier solves found: one table often shows
 * for many cells at once that they are protected. Never more than the truth.
 */
export class KnownReach {
  readonly up: Float64Array;
  readonly down: Float64Array;

  constructor(private readonly system: DeviationSystem) {
    this.up = new Float64Array(system.columns);
    this.down = new Float64Array(system.columns);
  }

  of(cell: number): Reach {
    return { up: this.up[cell]!, down: this.down[cell]! };
  }

  learn(table: Float64Array): void {
    this.record(table, 1);
    const mirrored = table.every((z, cell) => -z >= -this.system.down[cell]! && -z <= this.system.up[cell]!);
    if (mirrored) this.record(table, -1);
  }

  learnUnbounded(cell: number, direction: Direction): void {
    this[direction][cell] = Infinity;
  }

  private record(table: Float64Array, sign: 1 | -1): void {
    for (let cell = 0; cell < table.length; cell++) {
      const z = sign * table[cell]!;
      if (z > this.up[cell]!) this.up[cell] = z;
      else if (-z > this.down[cell]!) this.down[cell] = -z;
    }
  }
}

/** Whether the hidden cells of the attacker meet the need; asks the solver only for what is not known yet. */
export async function isMet(attacker: Attacker, known: KnownReach, need: Need): Promise<boolean> {
  for (const direction of ['up', 'down'] as const) {
    if (meets(need, known.of(need.cell))) return true;
    if (direction === 'down' || need.up > known.up[need.cell]! || need.spread > 0)
      await explore(attacker, known, need.cell, direction);
  }
  return meets(need, known.of(need.cell));
}

/** Solves one extreme and remembers what it showed. */
export async function explore(attacker: Attacker, known: KnownReach, cell: number, direction: Direction) {
  const extreme = await attacker.extreme(cell, direction);
  if (extreme.table) known.learn(extreme.table);
  else known.learnUnbounded(cell, direction);
  return extreme;
}
