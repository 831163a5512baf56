import { SluisError } from '../../../domain/errors.js';
import { attackWith } from './attack.js';
import { Attacker } from './attacker.js';
import { publishSuperfluous } from './cleaning.js';
import { GreedyHiding } from './greedy.js';
import { HighsSession } from './highs-session.js';
import { type Need, needsOf } from './need.js';
import { hideOptimally } from './optimal.js';
import type { AttackReport, Protection, ProtectionProblem, SolveOptions } from './problem.js';
import { deviationSystem } from './system.js';

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
    const { hidden, attack, bound } =
      method === 'optimal'
        ? await optimal(session, attacker, problem, needs)
        : await greedy(session, attacker, problem, needs);
    const cost = costOf(problem, hidden);
    return { hidden, cost, gap: gapOf(cost, bound), method, solver: session.solver, attack };
  });
}

interface Proven {
  readonly hidden: readonly number[];
  readonly attack: AttackReport;
  readonly bound: number | null;
}

/** The greedy choice comes first: no cell that is dearer than all of it can be part of a cheaper one. */
async function optimal(
  session: HighsSession,
  attacker: Attacker,
  problem: ProtectionProblem,
  needs: readonly Need[],
): Promise<Proven> {
  const first = await greedy(session, attacker, problem, needs).catch(noneIfNotProtectable);
  const ceiling = first ? costOf(problem, first.hidden) : Infinity;
  const { hidden, bound } = await hideOptimally(session, attacker, problem, needs, ceiling);
  if (first && !hidden) return { ...first, bound };
  const attacked = withoutDerivable(await attackWith(attacker, problem, [...(hidden ?? [])]));
  if (attacked.attack.weaknesses.length > 0) throw attackSucceeded(attacked.attack);
  const isCheaper = costOf(problem, attacked.hidden) < ceiling;
  return { ...(isCheaper || !first ? attacked : first), bound };
}

/** A choice may exist where the greedy way finds none. When the time is over, the next solve says so again. */
function noneIfNotProtectable(error: unknown): null {
  if (error instanceof SluisError && error.code === 'NotProtectable') return null;
  throw error;
}

const costOf = ({ cells }: ProtectionProblem, hidden: readonly number[]) =>
  hidden.reduce((sum, cell) => sum + cells[cell]!.cost, 0);

/** Publishing superfluous cells may leave others derivable, and a union smaller than it looked: then it is repaired. */
async function greedy(
  session: HighsSession,
  attacker: Attacker,
  problem: ProtectionProblem,
  needs: readonly Need[],
): Promise<Proven> {
  const hiding = await GreedyHiding.open(session, attacker.system, problem);
  await hiding.protectAll(needs);
  await hiding.protectUnions();
  await publishSuperfluous(hiding, needs);
  for (;;) {
    const attacked = withoutDerivable(await attackWith(attacker, problem, [...hiding.hidden]));
    const { weaknesses } = attacked.attack;
    if (weaknesses.length === 0) return { ...attacked, bound: null };
    if (weaknesses.some(({ kind }) => kind !== 'union')) throw attackSucceeded(attacked.attack);
    for (const cell of hiding.hidden) if (!attacked.hidden.includes(cell)) hiding.publish(cell);
    await hiding.protectUnions();
  }
}

/** A secondary that can be derived exactly is hidden for nothing: it is published, which changes no interval. */
function withoutDerivable({ intervals, weaknesses }: AttackReport): Omit<Proven, 'bound'> {
  const derivable = new Set(weaknesses.flatMap((weak) => (weak.kind === 'exact' ? [weak.cell] : [])));
  const kept = intervals.filter(({ cell }) => !derivable.has(cell));
  return {
    hidden: kept.map(({ cell }) => cell),
    attack: { intervals: kept, weaknesses: weaknesses.filter(({ kind }) => kind !== 'exact') },
  };
}

const attackSucceeded = ({ weaknesses }: AttackReport) =>
  new SluisError(
    'NotProtectable',
    `The attack on the protected table found ${weaknesses.length} weak places.`,
  );

/** Relative distance to the proven bound; the rounding remainder of a sum of costs is none. */
function gapOf(cost: number, bound: number | null): number | null {
  if (bound === null) return null;
  const gap = cost > 0 ? (cost - bound) / cost : 0;
  return gap < 1e-9 ? 0 : gap;
}
