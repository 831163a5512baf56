import { describe, expect, it } from 'vitest';
import { type PlainProblem, readTableYaml } from './read-table-yaml.js';

const refusing = (problems: readonly PlainProblem[]) => () => ({ problems });

describe('a table specification in YAML', () => {
  it('is handed over as a plain object', () => {
    expect(readTableYaml('unit: person\nrules: { p: 10 }\n', (plain) => ({ plain }))).toEqual({
      plain: { unit: 'person', rules: { p: 10 } },
    });
  });

  it('gets line and column for every problem, and never an unknown key itself', () => {
    const text = 'dimensions:\n  - column: a\n    123456782: 1\nmethod: x\n';
    const check = refusing([
      { path: ['method'], what: 'must be optimal or greedy' },
      { path: ['dimensions', 0], what: 'unknown key', unknownKey: '123456782' },
      { path: ['dimensions', 0, 'total'], what: 'is missing' },
    ]);
    expect(() => readTableYaml(text, check)).toThrow(
      expect.objectContaining({
        code: 'SpecInvalid',
        message:
          '2:5 dimensions[0].total: is missing\n3:5 dimensions[0]: unknown key\n4:9 method: must be optimal or greedy\n' +
          'What a table may hold: docs/disclosure-control.md. Once it is corrected, give the same command again.',
      }),
    );
  });

  it('says where the text is no YAML', () => {
    expect(() => readTableYaml('a: [\n', (plain) => ({ plain }))).toThrow(/not valid YAML/);
  });
});
