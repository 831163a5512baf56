import { CATEGORY_RULES } from './categories.js';
import { DERIVED_RULES } from './derived.js';
import { INSTRUMENT_RULES } from './instruments.js';
import { LEGAL_BASIS_RULES } from './legal-basis.js';
import { ORIGIN_RULES } from './origins.js';
import { RELEASE_RULES } from './release.js';
import { RESTRICTION_RULES } from './restrictions.js';
import type { Rule } from './rule.js';
import { STATUTE_RULES } from './statutes.js';
import { SUBMISSION_RULES } from './submission.js';
import { THEME_APPROVAL_RULES } from './theme-approval.js';

/** The decision table: every rule of every gate, in the order in which verdicts list them. */
export const RULES: readonly Rule[] = [
  ...SUBMISSION_RULES,
  ...ORIGIN_RULES,
  ...LEGAL_BASIS_RULES,
  ...CATEGORY_RULES,
  ...STATUTE_RULES,
  ...INSTRUMENT_RULES,
  ...DERIVED_RULES,
  ...THEME_APPROVAL_RULES,
  ...RELEASE_RULES,
  ...RESTRICTION_RULES,
];
