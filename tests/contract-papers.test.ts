import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requiredDeciders } from '../policy/deciders.js';
import { LAWS } from '../policy/law/laws.js';
import { PROVISIONS, type Provision } from '../policy/law/provisions.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { citedArticles, type DemandedPaper, demandedPapers } from './contract-papers.js';

const folder = new URL('../demo/contracts/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const contractOf = (name: string) => parseContract(read(`${name}.yaml`)).contract;
/** A table row: the paper in words, its place in the contract, the rules that find it missing. */
const ROW = /^\| [^|]+ \| `([^`]+)` \| ([A-Z0-9, ]+) \|$/gm;

function tableOf(name: string): readonly DemandedPaper[] {
  return [...read(`${name}.md`).matchAll(ROW)].map(([, place = '', codes = '']) => ({
    place,
    codes: codes.split(', '),
  }));
}

/** The provisions of the instruments under which the data comes: "Wpg 22". */
function instrumentsOf(name: string): readonly string[] {
  const provisions: Readonly<Record<string, Provision>> = PROVISIONS;
  return contractOf(name).agreements.flatMap(({ kind }) => {
    const found = provisions[kind] ?? provisions[kind.replace(/[ab]$/, '')];
    return found ? [`${LAWS[found.law].short} ${found.article.replace(/\(.*/, '')}`] : [];
  });
}

describe.each([
  'vergunning',
  'kadaster-transactie',
  'energie',
  'politie-verdachte',
  'om-vonnis',
  'cbs-kwb-2024',
  'belasting-huishouden',
  'hypotheek',
])('the page on the papers of %s', (name) => {
  it('lists every paper that a rule asks for, with each rule that finds it missing, and no other', () => {
    expect(tableOf(name)).toEqual(demandedPapers(contractOf(name)));
  });

  it('names the articles and instruments of the contract, and who decides on it', () => {
    const page = read(`${name}.md`);
    for (const named of [...citedArticles(contractOf(name)), ...instrumentsOf(name)])
      expect(page).toContain(named);
    const deciders = requiredDeciders(contractOf(name)).map((role) => role.replace('-', ' '));
    expect(page).toContain(`Beslist door: ${deciders.join(' en ')}.`);
  });

  it('is found from the list of contracts', () => {
    expect(read('README.md')).toContain(`](${name}.md)`);
  });
});
