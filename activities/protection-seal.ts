import type { Json } from '../domain/canonical-json.js';

/** What disclosure control did to one release: read by the gate and the output checker, by nobody else. */
export interface ProtectionReport {
  readonly releaseId: string;
  /** Fewest persons behind a published figure of all protected tables; null where no table is about persons. */
  readonly fewestPersons: number | null;
  readonly outputs: readonly { readonly output: string; readonly report: Json }[];
}

export function protectionSealKey(releaseId: string): string {
  return `protection:${releaseId}`;
}
