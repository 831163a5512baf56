import type { Stack } from '../stack.js';
import type { Mark, Marks } from './marks.js';
import { everyPlace, KEPT_ZONES, type Place } from './places.js';

export interface Found {
  /** `place: source.column` of every marker that has no business there; the value is not told. */
  readonly leaks: readonly string[];
  /** Controls, by the places where they were found. */
  readonly controls: ReadonlyMap<string, ReadonlySet<string>>;
  /** `source.column` of what a contract keeps and a zone holds. */
  readonly kept: ReadonlySet<string>;
}

/** Looks for every marker in every place, and in `more` that was collected on the way. */
export async function search(stack: Stack, marks: Marks, more: readonly Place[]): Promise<Found> {
  const leaks = new Set<string>();
  const controls = new Map<string, Set<string>>();
  const kept = new Set<string>();
  const look = ({ name, text }: Place) => {
    const found = marks.in(text);
    for (const mark of found.marks) {
      if (mayHold(name, mark)) kept.add(`${mark.source}.${mark.column}`);
      else leaks.add(`${name}: ${mark.source}.${mark.column}`);
    }
    for (const control of found.controls)
      controls.set(control, (controls.get(control) ?? new Set()).add(name));
  };
  for await (const place of everyPlace(stack)) look(place);
  more.forEach(look);
  return { leaks: [...leaks].sort(), controls, kept };
}

/** Kept columns lie in the objects of two zones, and in the files that hold those objects; nowhere else. */
function mayHold(place: string, { kept }: Mark): boolean {
  return (
    kept &&
    KEPT_ZONES.some(
      (zone) => place === `zone ${zone}` || place.startsWith(`file servers/s3/data/sluis-${zone}/`),
    )
  );
}
