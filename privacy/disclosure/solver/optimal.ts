import { SluisError } from '../../../domain/errors.js';
import { attackWith } from './attack.js';
import type { Attacker } from './attacker.js';
import { type Cut, companions, isViolated, oneOf } from './cut.js';
import type { HighsSession } from './highs-session.js';
import { Master } from './master.js';
import type { Need } from './need.js';
import type { ProtectionProblem } from './problem.js';
import { isMet, KnownReach } from './reach.js';
import { Separator } from './separation.js';
import { unionCut } from './union-cut.js';
import { failingUnions } from './unions.js';

export interface OptimalChoice {
  /** Null where nothing is cheaper than the ceiling. */
  readonly hidden: ReadonlySet<number> | null;
  /** Proven lower bound of the cost. */
  readonly bound: number;
}

/** The relaxation is tightened this often at most, and as long as a round lifts the bound by this much. */
const RELAXED_ROUNDS = 40;
const WORTHWHILE = 1e-3;

/**
 * The cheapest safe choice by cutting planes (Fischetti & Salazar 2001): a master problem over hidden yes or no, to
 * which each attack that succeeds adds an inequality that every safe choice satisfies. First on the relaxation, where a
 * solve is cheap, then on whole choices until an attack fails. `ceiling`: the cost of a safe choice that is known.
 */
export async function hideOptimally(
  session: HighsSession,
  attacker: Attacker,
  problem: ProtectionProblem,
  needs: readonly Need[],
  ceiling: number,
): Promise<OptimalChoice> {
  const { system } = attacker;
  const master = new Master(session, system, problem, companions(system, problem), ceiling);
  const separator = await Separator.open(session, system);
  await tighten(master, separator, needs);
  for (;;) {
    const { hidden, bound } = await master.choose();
    if (bound >= ceiling * (1 - 1e-9)) return { hidden: null, bound: ceiling };
    const cuts = await objections(attacker, separator, problem, needs, hidden);
    if (cuts.length === 0) return { hidden, bound };
    master.add(cuts);
  }
}

async function tighten(master: Master, separator: Separator, needs: readonly Need[]): Promise<void> {
  let before = -Infinity;
  for (let round = 0; round < RELAXED_ROUNDS; round++) {
    const { shares, cost } = await master.relax();
    const cuts = await separator.cutsFor(needs, shares);
    if (cuts.length === 0 || (round > 5 && cost - before < WORTHWHILE * Math.abs(cost))) return;
    master.add(cuts);
    before = cost;
  }
}

/** Inequalities that this choice violates; none if it is safe. */
async function objections(
  attacker: Attacker,
  separator: Separator,
  problem: ProtectionProblem,
  needs: readonly Need[],
  hidden: ReadonlySet<number>,
): Promise<Cut[]> {
  const chosen = Float64Array.from(problem.cells, (_, cell) => (hidden.has(cell) ? 1 : 0));
  const known = new KnownReach(attacker.system);
  attacker.hide(hidden);
  const failing: Need[] = [];
  for (const need of needs) if (!(await isMet(attacker, known, need))) failing.push(need);
  if (failing.length === 0) return unionObjections(attacker, problem, hidden);
  const cuts = await separator.cutsAgainst(failing, chosen);
  if (cuts.length > 0) return cuts;
  // Hiding more never harms, so a choice that fails needs a cell outside: true even where wholes alone fail.
  return [oneOf([...problem.cells.keys()].filter((cell) => !hidden.has(cell)))];
}

async function unionObjections(
  attacker: Attacker,
  problem: ProtectionProblem,
  hidden: ReadonlySet<number>,
): Promise<Cut[]> {
  const { weaknesses } = await attackWith(attacker, problem, [...hidden]);
  if (weaknesses.some(({ kind }) => kind === 'interval'))
    throw new SluisError('NotProtectable', 'Two attacks on one choice of hidden cells disagree.');
  if (!weaknesses.some(({ kind }) => kind === 'union')) return [];
  const derivable = weaknesses.flatMap((weak) => (weak.kind === 'exact' ? [weak.cell] : []));
  const others = [...problem.cells.keys()].filter((cell) => !hidden.has(cell));
  // Derivable here means derivable in every smaller choice.
  const pointless = derivable.map((cell) => ({
    coefficients: new Map([...others.map((other) => [other, 1] as const), [cell, -1] as const]),
    atLeast: 0,
  }));
  const unknown = new Set([...hidden].filter((cell) => !derivable.includes(cell)));
  const unions = failingUnions(problem, attacker.system, (cell) => unknown.has(cell));
  const chosen = Float64Array.from(problem.cells, (_, cell) => (hidden.has(cell) ? 1 : 0));
  const cuts = unions.map((union) => unionCut(problem, attacker.system, unknown, union));
  return [...pointless, ...cuts.filter((cut) => isViolated(cut, chosen))];
}
