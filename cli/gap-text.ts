import type { Gap } from '../domain/dataset.js';
import type { Language } from './language.js';
import { LINEAGE } from './texts/lineage.js';

/** "empty in 1,116 cells where month is 12: niet verzameld"; the reason is in the words of the contract. */
export function gapText({ where, equals, reason, cells }: Gap, language: Language): string {
  return LINEAGE[language].gap(cells, where, equals, reason);
}
