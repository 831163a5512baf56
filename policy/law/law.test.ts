import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RULES } from '../rules/index.js';
import { parseContract } from '../schema/parse-contract.js';
import { cite } from './cite.js';
import { LAWS } from './laws.js';
import { PROVISIONS, type Provision, type ProvisionId } from './provisions.js';
import { isKnownReference, mayCarryTask } from './references.js';

const folder = new URL('../../demo/contracts/', import.meta.url);

describe('law as data', () => {
  it('holds every provision that a rule rests on', () => {
    for (const { code, law } of RULES) {
      expect(law.length, code).toBeGreaterThan(0);
      for (const id of law) expect(Object.hasOwn(PROVISIONS, id), `${code} ${id}`).toBe(true);
    }
  });

  it('says of each provision what it demands, and of what was read which text', () => {
    for (const [id, { law, mark, read, says }] of Object.entries(PROVISIONS) as [ProvisionId, Provision][]) {
      expect(Object.hasOwn(LAWS, law), id).toBe(true);
      expect(says.length, id).toBeGreaterThan(4);
      expect(read !== null, id).toBe(mark === 'T');
    }
  });

  it('claims to have read only what was read: the text of May 2017, and the WGS', () => {
    const read = (Object.values(PROVISIONS) as Provision[]).filter(({ mark }) => mark === 'T');
    expect(new Set(read.map(({ law }) => law))).toEqual(new Set(['wpg', 'bpg', 'wjsg', 'awr', 'cbs', 'wgs']));
    expect(read.filter(({ law }) => law !== 'wgs').every((one) => one.read === '2017-05')).toBe(true);
  });

  it('cites each provision with its mark and date', () => {
    expect(cite(['wpg-22', 'avg-9', 'product'])).toBe(
      'Wpg 22 [T: 2017-05]; AVG 9 [K: niet bevestigd]; productkeuze [P]',
    );
  });

  it('knows every article that a ready contract cites', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
      const { contract } = parseContract(readFileSync(new URL(file, folder), 'utf8'));
      const cited = contract.legalGround.flatMap(({ law }) => law);
      for (const one of cited)
        expect(isKnownReference(one), `${file} ${one.bwbId} ${one.article}`).toBe(true);
    }
  });

  it.each([
    ['BWBR0005416', '108', true],
    ['BWBR0007119', '37', true],
    ['BWBR0005416', '231', false],
    ['BWBR0022463', '7', false],
    ['BWBR0022463', '22', false],
    ['BWBR0015926', '37', false],
    ['BWBR0040940', '25', false],
    ['BWBR0002320', '67(1)', false],
  ])('tells what may carry a task from what keeps secret or excepts: %s %s', (bwbId, article, expected) => {
    expect(isKnownReference({ bwbId, article })).toBe(true);
    expect(mayCarryTask({ bwbId, article })).toBe(expected);
  });

  it.each([
    ['the article itself', 'BWBR0005416', '108', true],
    ['with a word before it', 'BWBR0005416', 'art. 108', true],
    ['a part of it', 'BWBR0002320', '67(2)(b)', true],
    ['an article inside a range, and a part of it', 'BWBR0040940', '33(1)(b)', true],
    ['an article beyond the range', 'BWBR0040940', '34', false],
    ['another article of a known law', 'BWBR0005416', '109', false],
    ['an article that begins alike', 'BWBR0005416', '1080', false],
    ['more than is known of an article', 'BWBR0002320', '67', false],
    ['any article of a law that is known as a whole alone', 'BWBR0005181', '1', false],
    ['an article of another law', 'BWBR0007119', '108', false],
    ['a law that nobody knows', 'BWBR0000001', '108', false],
  ])('knows a reference by law and article: %s', (_what, bwbId, article, expected) => {
    expect(isKnownReference({ bwbId, article })).toBe(expected);
  });
});
