import type { Gap } from '../domain/dataset.js';

/** "empty in 1,116 cells where month is 12: niet verzameld". */
export function gapText({ where, equals, reason, cells }: Gap): string {
  const count = new Intl.NumberFormat('en').format(cells);
  return `empty in ${count} cell${cells === 1 ? '' : 's'} where ${where} is ${equals.join(' or ')}: ${reason}`;
}
