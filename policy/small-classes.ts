import type { RiskReport } from '../domain/profile.js';

/**
 * Whether classes below ten make a dataset about persons restricted (K01): one reading, for the gate that asks people and
 * for the event that says who may read. What nobody counted is held to be small.
 */
export function hasSmallClasses(risk: Pick<RiskReport, 'rows' | 'kMin'> | undefined): boolean {
  if (!risk) return true;
  return risk.rows > 0 && (risk.kMin === null || risk.kMin < 10);
}
