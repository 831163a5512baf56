import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOperational, isStatistical, KNOWN_PURPOSES, OF_COLLECTION } from '../policy/purposes.js';
import { ART9_CATEGORIES } from '../policy/special-categories.js';

const page = readFileSync(new URL('../docs/contracts.md', import.meta.url), 'utf8');
const listed = (kind: string) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${kind}`)) ?? '';
  return [...row.matchAll(/`(https:[^`]+)`/g)].map(([, iri = '']) => iri).sort();
};

describe('the list of purposes in docs/contracts.md', () => {
  it('is what policy knows, each of its kind', () => {
    expect(listed('statistics')).toEqual(KNOWN_PURPOSES.filter(isStatistical).sort());
    expect(listed('operational')).toEqual(KNOWN_PURPOSES.filter(isOperational).sort());
    expect(listed('of collection')).toEqual([...OF_COLLECTION].sort());
    expect(KNOWN_PURPOSES.filter((one) => isStatistical(one) === isOperational(one))).toEqual([]);
  });

  it('stands beside the words for the categories of article 9', () => {
    const [, row = ''] = /^\| `art9\.categories` \|(.*)$/m.exec(page) ?? [];
    expect([...row.matchAll(/`([^`]+)`/g)].map(([, word]) => word)).toEqual(ART9_CATEGORIES);
  });
});
