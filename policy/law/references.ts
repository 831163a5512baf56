import { LAWS } from './laws.js';
import { PROVISIONS, type Provision } from './provisions.js';

/**
 * Is this an article that `policy/law` holds, or a part of one: "67(2)(b)" of "67(2)", "33(1)(b)" of "31-33" (rules L03
 * and L05)? Naming a law alone, or a part of it that nobody here has recorded, is no reference. An article is added there,
 * with its mark, before a contract can rest on it.
 */
export function isKnownReference({
  bwbId,
  article,
}: {
  readonly bwbId: string;
  readonly article: string;
}): boolean {
  const cited = article.replaceAll(/\s/g, '').replace(/^art\.?(ikel)?/i, '');
  return Object.values<Provision>(PROVISIONS).some(
    ({ law, article: known }) => LAWS[law].bwbId === bwbId && holds(known, cited),
  );
}

function holds(known: string, cited: string): boolean {
  if (known === '') return false;
  const range = /^(\d+)-(\d+)$/.exec(known);
  if (!range) return cited === known || cited.startsWith(`${known}(`);
  const [, from, to] = range;
  const number = /^(\d+)(\(|$)/.exec(cited)?.[1];
  return number !== undefined && Number(from) <= Number(number) && Number(number) <= Number(to);
}
