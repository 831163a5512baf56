import type { CountedTable } from './counted-table.js';

/**
 * Whether a dimension of the one table only groups the codes of a dimension of the other: classes of neighbourhoods beside
 * neighbourhoods. Everybody knows which neighbourhood is of which class, so its groups are sums of figures of the other
 * table. Found by the units that both count, who may stand in several codes; a group of everybody is a total, and codes
 * that are the same in both tables are no groups.
 */
export function groupsAnother(coarse: CountedTable, fine: CountedTable): boolean {
  const places = ({ columns }: CountedTable) => [...columns.slice(0, -2).keys()];
  return places(coarse).some((group) => places(fine).some((part) => isGrouping(coarse, group, fine, part)));
}

function isGrouping(coarse: CountedTable, group: number, fine: CountedTable, part: number): boolean {
  const groupOf = new Map<string, string>();
  const several: { readonly parts: readonly string[]; readonly groups: readonly string[] }[] = [];
  for (const unit of fine.units.keys()) {
    const [parts, groups] = [finestOf(fine, unit, part), finestOf(coarse, unit, group)];
    const [one, its] = [parts[0], groups[0]];
    if (one === undefined || its === undefined) continue;
    if (groups.length > parts.length) return false;
    if (parts.length > 1) several.push({ parts, groups });
    else if ((groupOf.get(one) ?? its) !== its) return false;
    else groupOf.set(one, its);
  }
  // Whoever is in several parts is in their groups and in no other, as far as these are known.
  const agrees = several.every(({ parts, groups }) => {
    const known = parts.map((one) => groupOf.get(one));
    return known.includes(undefined) || groups.every((its) => known.includes(its));
  });
  const isSame = [...groupOf].every(([one, its]) => one === its);
  return agrees && !isSame && new Set(groupOf.values()).size > 1;
}

/** Codes of the finest level that a unit stands under in one dimension. */
function finestOf({ units, codesOf }: CountedTable, unit: string, dimension: number): readonly string[] {
  return [...new Set(units.get(unit)?.flatMap((record) => codesOf(record, dimension)[0] ?? []))];
}
