import { LAWS } from './laws.js';
import { PROVISIONS, type Provision, type ProvisionId } from './provisions.js';

/** An article of a law, as a contract names it. */
export interface Reference {
  readonly bwbId: string;
  readonly article: string;
}

/**
 * Is this an article that `policy/law` holds, or a part of one: "67(2)(b)" of "67(2)", "33(1)(b)" of "31-33" (rule L03)? Naming a law alone, or a part of it that nobody here has recorded, is no reference. An article is added there,
 * with its mark, before a contract can rest on it.
 */
export function isKnownReference(reference: Reference): boolean {
  return found(reference).length > 0;
}

/** Is it known as one on which a controller may rest its task or duty (GDPR 6(3), rules L03 and L05)? */
export function mayCarryTask(reference: Reference): boolean {
  return found(reference).some(({ carries }) => carries === true);
}

function found({ bwbId, article }: Reference): readonly Provision[] {
  const cited = articleOf(article);
  return Object.values<Provision>(PROVISIONS).filter(
    (known) => LAWS[known.law].bwbId === bwbId && holds(known.article, cited),
  );
}

/**
 * Does a text name statutes that `policy/law` holds, and nothing else: "BWBR0040940 art. 46; BWBR0022428 art. 10", or
 * "BWBR0040940 art. 32(f) met 24(b)-(d)", both of one law (rules C01, C02, C04)?
 */
export function namesKnownLaw(text: string | undefined): boolean {
  return (text ?? '').split(';').every((part) => {
    const [, bwbId = '', articles = ''] = /^\s*(BWBR\d{7})\s+(.+)$/.exec(part) ?? [];
    return articles.split(/\s+met\s+/).every((article) => isKnownReference({ bwbId, article }));
  });
}

/** Is this an article of these provisions, or a part of one: "33(1)(b)" of UAVG 31-33? The name of the law may stand before it. */
export function isWithin(ids: readonly ProvisionId[], text: string | undefined): boolean {
  return ids.some((id) => {
    const { law, article } = PROVISIONS[id];
    const { short } = LAWS[law];
    const said = (text ?? '').trim();
    const cited = articleOf(said.startsWith(`${short} `) ? said.slice(short.length) : said);
    return holds(article, cited) && /^\d+[a-z]?(\([a-z0-9]+\))*$/.test(cited);
  });
}

const articleOf = (text: string) => text.replaceAll(/\s/g, '').replace(/^art\.?(ikel)?/i, '');

function holds(known: string, cited: string): boolean {
  if (known === '') return false;
  const range = /^(\d+)-(\d+)$/.exec(known);
  if (!range) return cited === known || cited.startsWith(`${known}(`);
  const [, from, to] = range;
  const number = /^(\d+)(\(|$)/.exec(cited)?.[1];
  return number !== undefined && Number(from) <= Number(number) && Number(number) <= Number(to);
}
