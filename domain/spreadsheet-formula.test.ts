import { expect, it } from 'vitest';
import { isTakenForFormula } from './spreadsheet-formula.js';

it.each([
  '=1+1',
  '=HYPERLINK("x")',
  '+A1',
  '-A1',
  '-2+3+cmd|calc',
  '@SUM(A1)',
  '\t=1',
  ' =1',
  '\r=1',
  '+65 jaar',
])('a spreadsheet would compute %j', (text) => expect(isTakenForFormula(text)).toBe(true));

it.each([
  '',
  '-',
  '--',
  '-5',
  '+65',
  '-1.5',
  '-1,5',
  '12-17',
  "'s-Gravenhage",
  'a=b',
  'x@y',
  'WK0518',
])('a spreadsheet shows %j as it is', (text) => expect(isTakenForFormula(text)).toBe(false));
