import type { OnboardingPlan, PlannedColumn } from '../operations/plan.js';
import { failureText } from './failure-text.js';
import { gapText } from './gap-text.js';
import type { Language } from './language.js';
import { PLAN, type PlanTexts } from './texts/plan.js';

/** What would become of the tried file: which columns it has too many or too few, and what is curated of it. */
export function fileLines({ file, columns }: OnboardingPlan, language: Language): readonly string[] {
  if (file === null) return [];
  const words = PLAN[language];
  const { rows, unknown, missing, curated, failed } = file;
  return [
    words.file(rows),
    ...(unknown.length > 0 ? [`${words.unknown}: ${unknown.join(', ')}`] : []),
    ...(missing.length > 0 ? [`${words.missing}: ${missing.join(', ')}`] : []),
    ...failureText(failed, language),
    ...(curated ? [words.curated(curated.rows, curated.access), `  ${words.classes(curated.risk)}`] : []),
    ...columns.flatMap((column) => [
      ...invalidLines(column, words),
      ...(column.curated?.gaps ?? []).map((gap) => `  ${column.name}: ${gapText(gap, language)}`),
    ]),
  ];
}

function invalidLines({ name, treatment, invalid }: PlannedColumn, words: PlanTexts): readonly string[] {
  if (invalid === null || invalid === 0) return [];
  const said = treatment.kind === 'pseudonymise' ? words.unjoinable : words.invalid;
  return [`  ${said(invalid, name)}`];
}
