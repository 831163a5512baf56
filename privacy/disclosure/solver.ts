import { SluisError } from '../../domain/errors.js';
import { HighsSession } from './highs-session.js';
import type { AttackReport, Protection, ProtectionProblem, SolveOptions } from './problem.js';
import { attackWith } from './solver-attack.js';
import { Attacker } from './solver-attacker.js';
import { hideGreedily } from './solver-greedy.js';
import { needsOf } from './solver-need.js';
import { hideOptimally } from './solver-optimal.js';
import { deviationSystem } from './solver-system.js';

/**
 * Chooses the cells to hide so that every primary and every union of known sum is safe, and proves it by an attack.
 * Throws NotProtectable where no choice is safe, or none within the time limit; then nothing may be written.
 */
export async function solveProtection(
  problem: ProtectionProblem,
  { method, ...limits }: SolveOptions,
): Promise<Protection> {
  const system = deviationSystem(problem);
  const needs = needsOf(problem);
  return HighsSession.with(limits, async (session) => {
    const attacker = await Attacker.open(session, system, problem.integer);
    const chosen =
      method === 'optimal'
        ? await hideOptimally(session, attacker, problem, needs)
        : { hidden: await hideGreedily(session, system, problem, needs), bound: null };
    const { hidden, attack } = await proven(attacker, problem, [...chosen.hidden]);
    const cost = hidden.reduce((sum, cell) => sum + problem.cells[cell]!.cost, 0);
    return { hidden, cost, gap: gapOf(cost, chosen.bound), method, solver: session.solver, attack };
  });
}

/** Relative distance to the proven bound; the rounding remainder of a sum of costs is none. */
function gapOf(cost: number, bound: number | null): number | null {
  if (bound === null) return null;
  const gap = cost > 0 ? (cost - bound) / cost : 0;
  return gap < 1e-9 ? 0 : gap;
}

/** A secondary that can be derived exactly is hidden for nothing: it is published, which changes no interval. */
async function proven(
  attacker: Attacker,
  problem: ProtectionProblem,
  chosen: readonly number[],
): Promise<{ hidden: number[]; attack: AttackReport }> {
  const { intervals, weaknesses } = await attackWith(attacker, problem, chosen);
  const derivable = new Set(weaknesses.flatMap((weak) => (weak.kind === 'exact' ? [weak.cell] : [])));
  const rest = weaknesses.filter(({ kind }) => kind !== 'exact');
  if (rest.length > 0)
    throw new SluisError(
      'NotProtectable',
      `The attack on the protected table found ${rest.length} weak places.`,
    );
  const hidden = chosen.filter((cell) => !derivable.has(cell)).sort((a, b) => a - b);
  return {
    hidden,
    attack: { intervals: intervals.filter(({ cell }) => !derivable.has(cell)), weaknesses: [] },
  };
}
