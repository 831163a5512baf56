import type { FieldPlan } from '../domain/treatment-plan.js';
import type { Finding } from './read-csv.js';

/** Name of the relation of all parts: one text column `c1`, `c2`, … per delivered column. */
export const LANDED = 'landed';

export interface Landed {
  /** Delivered names by place: `names[0]` is column c1. */
  readonly names: readonly string[];
  readonly shape: readonly Finding[];
  /** Records of the relation, counted apart from reading it: it must read as many, or it lost some without a word. */
  records(): number;
  /** Finds the parts that stop the engine or lose records and leaves them out of the relation; call it after either happened. */
  leaveOutFailing(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** Column expression of a field in `landed`, or null where it was not delivered; names match whole, never by place. */
export function landedColumn(landed: Landed, field: Pick<FieldPlan, 'source'>): string | null {
  const index = landed.names.indexOf(field.source);
  return index < 0 ? null : `c${index + 1}`;
}

/** A query without rows, for a delivery of which no part can be read. */
export function nothingLanded(names: readonly string[]): string {
  const columns = names.length === 0 ? ['c1'] : names.map((_, i) => `c${i + 1}`);
  return `SELECT ${columns.map((column) => `NULL::VARCHAR AS ${column}`).join(', ')} WHERE false`;
}
