import { LAWS } from './laws.js';
import { PROVISIONS, type Provision, type ProvisionId } from './provisions.js';

/** Provisions as a verdict names them, each with its mark: "Wpg 22 [T: 2017-05]; AVG 9 [K: niet bevestigd]". */
export function cite(ids: readonly ProvisionId[]): string {
  return ids.map((id) => one(PROVISIONS[id])).join('; ');
}

function one({ law, article, mark, read }: Provision): string {
  const name = [LAWS[law].short, article].filter((part) => part !== '').join(' ');
  if (mark === 'P') return `${name} [P]`;
  return `${name} [${mark}: ${mark === 'T' ? read : 'niet bevestigd'}]`;
}
