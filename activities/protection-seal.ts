import type { Json } from '../domain/canonical-json.js';
import type { ValueForm } from '../policy/published.js';

/** What disclosure control did to one release: read by the gate and the output checker, by nobody else. */
export interface ProtectionReport {
  readonly releaseId: string;
  /** Fewest protected units behind a published figure above zero of all protected tables; null where there is none. */
  readonly fewestUnits: number | null;
  /** What the texts of the published columns look like, by output and column ("instroom.wijk"). */
  readonly forms: Readonly<Record<string, readonly ValueForm[]>>;
  readonly outputs: readonly { readonly output: string; readonly report: Json }[];
}

export function protectionSealKey(releaseId: string): string {
  return `protection:${releaseId}`;
}
