import { describe, expect, it } from 'vitest';
import { flatHierarchy, type Hierarchy, hierarchyOfPaths } from './hierarchy.js';
import { parseHierarchy } from './hierarchy-file.js';

/** "code<parent" of every category, in order. */
const shown = ({ categories }: Hierarchy) =>
  categories.map(({ code, parent }) => `${code}<${parent === null ? '' : categories[parent]?.code}`);

describe('a hierarchy', () => {
  it('reads the depth marks of τ-ARGUS', () => {
    const tree = parseHierarchy('North\n@1\n@2\n@@2a\nSouth\r\n@ 5 \n', 'Total', 'hierarchy');
    expect(shown(tree)).toEqual([
      'Total<',
      'North<Total',
      'South<Total',
      '1<North',
      '2<North',
      '5<South',
      '2a<2',
    ]);
    expect(tree.categories.map(({ depth }) => depth)).toEqual([0, 1, 1, 2, 2, 2, 3]);
    expect(tree.categories[4]?.children).toEqual([6]);
  });

  it('reads CSV in any order, with quoted commas', () => {
    const text = 'code,parent\n"b, 1",B\nB,\n"b, ""2""",B\nTotal,\nA,Total\n';
    expect(shown(parseHierarchy(text, 'Total', 'hierarchy'))).toEqual([
      'Total<',
      'B<Total',
      'A<Total',
      'b, 1<B',
      'b, "2"<B',
    ]);
  });

  it('reads levels that stand in the data, and flat codes in a fixed order', () => {
    const paths = [
      ['BU1', 'WK1', 'GM'],
      ['BU2', 'WK2', 'GM'],
      ['BU3', 'WK1', 'GM'],
    ];
    expect(shown(hierarchyOfPaths('NL', paths, 'hierarchy'))).toEqual([
      'NL<',
      'GM<NL',
      'WK1<GM',
      'WK2<GM',
      'BU1<WK1',
      'BU3<WK1',
      'BU2<WK2',
    ]);
    expect(shown(flatHierarchy('T', ['b', 'a', 'b'], 'dimension'))).toEqual(['T<', 'a<T', 'b<T']);
  });

  it.each([
    ['a\n@@b\n', 'Line 2 of the hierarchy: a level is left out.'],
    ['a\n@b\na\n', 'Line 3 of the hierarchy: a code stands twice, or is spelled as the total.'],
    ['a\n@\n', 'Line 2 of the hierarchy: a level without a code.'],
    ['T\n', 'Line 1 of the hierarchy: a code stands twice, or is spelled as the total.'],
    ['a,x\n', 'Line 1 of the hierarchy: its parent is no code of the hierarchy.'],
    ['a,\nb,c\nc,b\n', 'Line 2 of the hierarchy: it is above itself.'],
    ['a,b,c\n', 'Line 1 of the hierarchy: not a code and its parent.'],
    ['', 'The hierarchy: it has no categories.'],
  ])('refuses %j with its line', (text, message) => {
    expect(() => parseHierarchy(text, 'T', 'hierarchy')).toThrow(message);
  });

  it('refuses a code of the data with two parents', () => {
    const paths = [
      ['BU1', 'WK1'],
      ['BU1', 'WK2'],
    ];
    expect(() => hierarchyOfPaths('T', paths, 'hierarchy')).toThrow('The hierarchy: a code has two parents.');
  });
});
