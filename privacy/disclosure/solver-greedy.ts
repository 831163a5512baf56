import { SluisError } from '../../domain/errors.js';
import type { HighsSession } from './highs-session.js';
import type { ProtectionProblem } from './problem.js';
import { meets, type Need, someUncertainty } from './solver-need.js';
import { KnownReach } from './solver-reach.js';
import { Repairer } from './solver-repair.js';
import type { DeviationSystem } from './solver-system.js';
import { failingUnions, type KnownUnion } from './solver-unions.js';

/** Moves below this are the solver's dust. */
const MOVED = 1e-6;

/**
 * Protects one primary after the other by the cheapest table in which it moves enough, then every union whose sum is
 * known by one more hidden part. Safe, not cheapest. Returns all hidden cells.
 */
export async function hideGreedily(
  session: HighsSession,
  system: DeviationSystem,
  problem: ProtectionProblem,
  needs: readonly Need[],
): Promise<Set<number>> {
  const hiding = new Hiding(system, await Repairer.open(session, system, problem));
  for (const { cell } of needs) hiding.hide(cell);
  const hardestFirst = [...needs].sort((a, b) => b.up - a.up || a.cell - b.cell);
  for (const need of hardestFirst) await hiding.protect(need);
  for (;;) {
    const [union] = failingUnions(problem, system, (cell) => hiding.hidden.has(cell));
    if (!union) return hiding.hidden;
    const part = partToHide(problem, system, hiding.hidden, union);
    hiding.hide(part);
    await hiding.protect(someUncertainty(part));
  }
}

class Hiding {
  readonly hidden = new Set<number>();
  private readonly known: KnownReach;

  constructor(
    private readonly system: DeviationSystem,
    private readonly repairer: Repairer,
  ) {
    this.known = new KnownReach(system);
  }

  hide(cell: number): void {
    if (this.hidden.has(cell)) return;
    this.hidden.add(cell);
    this.repairer.hide(cell);
  }

  async protect(need: Need): Promise<void> {
    const { cell, up, down, spread } = need;
    const { known } = this;
    await this.move(cell, 'down', down);
    await this.move(cell, 'up', Math.max(up, Math.min(this.system.up[cell]!, spread - known.down[cell]!)));
    await this.move(cell, 'up', up);
    await this.move(cell, 'down', Math.min(this.system.down[cell]!, spread - known.up[cell]!));
    if (!meets(need, known.of(cell)))
      throw new SluisError('NotProtectable', `Nothing that may be hidden protects cell ${cell}.`);
  }

  private async move(cell: number, direction: 'up' | 'down', by: number): Promise<void> {
    if (by <= this.known[direction][cell]!) return;
    const table = await this.repairer.move(cell, direction, by);
    if (!table) return;
    for (const [at, moved] of table.entries()) if (Math.abs(moved) > MOVED) this.hide(at);
    this.known.learn(table);
  }
}

/** The cheapest cell that makes the union safe, or else the cheapest that makes it larger. */
function partToHide(
  { cells, unionIsSafe, equations }: ProtectionProblem,
  system: DeviationSystem,
  hidden: ReadonlySet<number>,
  { region, parts, equation }: KnownUnion,
): number {
  const movable = (cell: number) => system.up[cell]! + system.down[cell]! > 0;
  const candidates = region
    .filter((cell) => !hidden.has(cell) && movable(cell))
    .sort((a, b) => cells[a]!.cost - cells[b]!.cost);
  const total = equations[equation]!.total;
  const enough = candidates.find(
    (cell) => cell !== total && unionIsSafe([...parts, cell].sort((a, b) => a - b)),
  );
  const part = enough ?? candidates[0];
  if (part === undefined)
    throw new SluisError('NotProtectable', `No further part of equation ${equation} may be hidden.`);
  return part;
}
