import type { GreedyHiding } from './greedy.js';
import type { Need } from './need.js';
import { movesCell, type Witness } from './proofs.js';
import { unionsOf } from './unions.js';

/** Work that cleaning may take, in solves times cells: a bound by the clock would make the result depend on it. */
const WORK = 4_000_000;

/**
 * Publishes secondary cells again, the dearest first, wherever all needs and unions stay safe without them. A greedy
 * choice hides many for one primary that a later one makes superfluous.
 */
export async function publishSuperfluous(hiding: GreedyHiding, needs: readonly Need[]): Promise<void> {
  const { problem, repairer, hidden, proofs } = hiding;
  for (const cell of problem.cells.keys()) if (!hidden.has(cell)) repairer.publish(cell);
  const proven = new Map(needs.map((need) => [need, proofs.of(need)!]));
  const secondaries = [...hidden]
    .filter((cell) => problem.cells[cell]!.primary === null)
    .sort((a, b) => problem.cells[b]!.cost - problem.cells[a]!.cost || a - b);
  let work = WORK;
  for (const cell of secondaries) {
    if (work <= 0) break;
    work -= problem.cells.length * (await tryToPublish(hiding, proven, cell));
  }
  for (const cell of problem.cells.keys()) if (!hidden.has(cell)) repairer.reopen(cell);
}

/** Returns the number of needs that had to be proven anew. */
async function tryToPublish(
  hiding: GreedyHiding,
  proven: Map<Need, readonly [Witness, Witness]>,
  cell: number,
): Promise<number> {
  const { repairer, hidden, proofs } = hiding;
  if (!unionsStaySafe(hiding, cell)) return 0;
  const affected = [...proven].filter(([, pair]) => pair.some((witness) => movesCell(witness, cell)));
  repairer.publish(cell);
  let tries = 0;
  for (const [need] of affected) {
    tries++;
    if (await hiding.prove(need, cell)) continue;
    repairer.hide(cell);
    return tries;
  }
  for (const [need] of affected) proven.set(need, proofs.of(need, cell)!);
  hidden.delete(cell);
  proofs.publish(cell);
  return tries;
}

function unionsStaySafe({ problem, system, hidden }: GreedyHiding, cell: number): boolean {
  const unknown = (at: number) => at !== cell && hidden.has(at);
  return [...problem.equations.keys()].every((equation) =>
    unionsOf(problem, system, unknown, equation).every(
      ({ region, parts }) => !region.includes(cell) || problem.unionIsSafe(parts),
    ),
  );
}
