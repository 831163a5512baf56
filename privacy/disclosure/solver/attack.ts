import { Attacker } from './attacker.js';
import { HighsSession, type SessionLimits } from './highs-session.js';
import { isExact, meets, needOf, type Reach } from './need.js';
import type { AttackInterval, AttackReport, ProtectionProblem, Weakness } from './problem.js';
import { explore, KnownReach } from './reach.js';
import { deviationSystem } from './system.js';
import { failingUnions } from './unions.js';

/**
 * Attacks a table in which exactly the cells of `hidden` are unknown and everything else is known. Independent of how
 * the cells were chosen. Throws NotProtectable when the time is over, SpecInvalid where the table does not add up.
 */
export async function attackCells(
  problem: ProtectionProblem,
  hidden: readonly number[],
  options: SessionLimits,
): Promise<AttackReport> {
  const system = deviationSystem(problem);
  return HighsSession.with(options, async (session) =>
    attackWith(await Attacker.open(session, system, problem.integer), problem, hidden),
  );
}

/** The same with an attacker at hand; leaves these cells hidden in it. */
export async function attackWith(
  attacker: Attacker,
  problem: ProtectionProblem,
  hidden: readonly number[],
): Promise<AttackReport> {
  const ascending = [...new Set(hidden)].sort((a, b) => a - b);
  const known = await reachOfAll(attacker, ascending);
  const intervals = ascending.map((cell) => intervalOf(problem, cell, known.of(cell)));
  return { intervals, weaknesses: weaknessesOf(attacker, problem, new Set(hidden), known) };
}

async function reachOfAll(attacker: Attacker, cells: readonly number[]): Promise<KnownReach> {
  const { system } = attacker;
  const known = new KnownReach(system);
  attacker.hide(cells);
  // A table at the known bound has been seen already: it cannot be further.
  for (const direction of ['up', 'down'] as const)
    for (const cell of cells)
      if (known[direction][cell]! < system[direction][cell]!) await explore(attacker, known, cell, direction);
  return known;
}

function weaknessesOf(
  attacker: Attacker,
  problem: ProtectionProblem,
  hidden: ReadonlySet<number>,
  known: KnownReach,
): Weakness[] {
  const weak: Weakness[] = [];
  for (const [cell, { primary }] of problem.cells.entries()) {
    const reach = hidden.has(cell) ? known.of(cell) : { up: 0, down: 0 };
    if (primary && (!hidden.has(cell) || !meets(needOf(problem, cell), reach)))
      weak.push({ kind: 'interval', cell, interval: intervalOf(problem, cell, reach) });
    else if (!primary && hidden.has(cell) && isExact(reach)) weak.push({ kind: 'exact', cell });
  }
  const unknown = (cell: number) => hidden.has(cell) && !isExact(known.of(cell));
  for (const { equation, parts } of failingUnions(problem, attacker.system, unknown))
    weak.push({ kind: 'union', equation, parts });
  return weak;
}

function intervalOf({ cells }: ProtectionProblem, cell: number, { up, down }: Reach): AttackInterval {
  const { value } = cells[cell]!;
  return {
    cell,
    min: Number.isFinite(down) ? value - down : null,
    max: Number.isFinite(up) ? value + up : null,
  };
}
