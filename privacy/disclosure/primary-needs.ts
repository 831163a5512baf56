import type { GroupHit } from './group-disclosure.js';
import { type RuleName, violatedRules } from './primary-rules.js';
import type { Requirement } from './solver/problem.js';
import type { TableSpec } from './table/table-spec.js';
import type { Tabulation } from './table/tabulate.js';

/** What a cell that breaks rules needs, and which rules these are. */
export interface PrimaryNeed {
  readonly requirement: Requirement;
  readonly rules: readonly RuleName[];
}

/** Sums and counts are asked different rules. */
export function tableKind({ measure }: TableSpec): 'counts' | 'sums' {
  return measure === null ? 'counts' : 'sums';
}

/**
 * The primary cells of a table: those that break a rule themselves, and single cells that disclose a group. A cell needs
 * the largest level of all rules that it breaks.
 */
export function primaryNeeds(
  spec: TableSpec,
  table: Tabulation,
  groups: readonly GroupHit[],
): ReadonlyMap<number, PrimaryNeed> {
  const kind = tableKind(spec);
  const n0 = kind === 'counts' ? spec.rules.minFrequency * 10 ** table.decimals : null;
  const needs = new Map<number, PrimaryNeed>();
  const add = (cell: number, rule: RuleName, requirement: Requirement) =>
    needs.set(cell, joined(needs.get(cell), { rules: [rule], requirement }));
  for (const [cell, { units }] of table.cells.entries()) {
    for (const { rule, level } of violatedRules(units, spec.rules, kind))
      add(cell, rule, { level, minimumFrequency: rule === 'frequency' ? n0 : null });
  }
  for (const { cells, level, kind: share } of groups) {
    const minimumFrequency = share === 'zero' ? n0 : null;
    for (const cell of cells) add(cell, 'group', { level, minimumFrequency });
  }
  return needs;
}

function joined(before: PrimaryNeed | undefined, { rules, requirement }: PrimaryNeed): PrimaryNeed {
  if (before === undefined) return { rules, requirement };
  return {
    rules: [...new Set([...before.rules, ...rules])],
    requirement: {
      level: Math.max(before.requirement.level, requirement.level),
      minimumFrequency: before.requirement.minimumFrequency ?? requirement.minimumFrequency,
    },
  };
}
