import type { FieldPlan, TreatmentPlan } from '../domain/treatment-plan.js';
import { convertedSql } from './convert.js';
import { treatedSql } from './treatments.js';

/**
 * Is the delivered text (no missing value) one that the contract allows? SQL over the text expression `text`: allowed is
 * what treatment and curate, by their own functions, make a value of. What is dropped or pseudonymised is held against
 * the type that was agreed for what is delivered.
 */
export function allowedValue(plan: TreatmentPlan, field: FieldPlan, text: string): string {
  const isValue = field.treatment.kind !== 'drop' && field.treatment.kind !== 'pseudonymise';
  const judged: FieldPlan = isValue ? field : { ...field, treatment: { kind: 'keep' } };
  return `(${convertedSql(judged, plan, treatedSql(judged, text, plan.format))} IS NOT NULL)`;
}
