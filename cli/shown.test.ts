import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableJson, shown } from './shown.js';

describe('what is printed', () => {
  it('keeps lines, tabs and colours, and shows as its code whatever else a terminal obeys', () => {
    expect(printable('a\tb\n\u001b[31mred\u001b[39m\u001b[1mé 🚲')).toBe(
      'a\tb\n\u001b[31mred\u001b[39m\u001b[1mé 🚲',
    );
    expect(printable('\u001b[2J\u001b[8m\r\u202e\u2028\u0085')).toBe(
      '<U+001B>[2J<U+001B>[8m<U+000D><U+202E><U+2028><U+0085>',
    );
  });

  it('of the catalog is on one line, at any depth', () => {
    expect(shown({ title: 'a\nb', rows: [{ reason: 'x\u001b[31my', at: null, n: 1 }] })).toEqual({
      title: 'a<U+000A>b',
      rows: [{ reason: 'x<U+001B>[31my', at: null, n: 1 }],
    });
  });

  it('as JSON holds none of them either, and says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = printableJson(JSON.stringify({ text }, null, 2));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
    expect(printableJson(JSON.stringify('\u202e\u{e0001}'))).toBe('"\\u202e\\udb40\\udc01"');
  });
});
