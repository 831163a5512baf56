import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDeclared } from '../lake/sql/check-declared.js';
import { traceLineage } from '../lake/sql/lineage.js';
import { readStatement } from '../lake/sql/read-statement.js';
import { declaredTables, readTheme, THEMES, themeFolders } from './run-statements.js';

const folders = await themeFolders();

describe.each(folders)('theme %s', (name) => {
  it('is valid, bears the name of its folder and has a README with the sentence of every result', async () => {
    const theme = await readTheme(name);
    expect(theme.id).toBe(name);
    const readme = await readFile(join(THEMES, name, 'README.md'), 'utf8');
    expect(readme).toMatch(/een patroon is geen verdenking/i);
    expect(theme.limits.join(' ')).toMatch(/een patroon is geen verdenking/i);
  });

  it('reads every column and uses every parameter that it declares, and no other', async () => {
    const theme = await readTheme(name);
    const tables = declaredTables(theme).map(({ table, columns }) => ({ name: table, columns }));
    const reads = [];
    const parameters: string[] = [];
    for (const output of theme.outputs) {
      const statement = await readStatement(await readFile(join(THEMES, name, output.query), 'utf8'));
      reads.push(traceLineage(statement, tables).read);
      parameters.push(...statement.parameters);
      const declared = theme.parameters.map((parameter) => parameter.name);
      expect(statement.parameters.filter((parameter) => !declared.includes(parameter))).toEqual([]);
    }
    checkDeclared({ reads, parameters }, { tables, parameters: theme.parameters.map((p) => p.name) });
  });

  it('gives what the tables of each statement need: dimensions, parents, unit, and a pseudonym nowhere else', async () => {
    const theme = await readTheme(name);
    const tables = declaredTables(theme).map(({ table, columns }) => ({ name: table, columns }));
    for (const output of theme.outputs) {
      const statement = await readStatement(await readFile(join(THEMES, name, output.query), 'utf8'));
      const { outputs } = traceLineage(statement, tables);
      const pseudonyms = outputs
        .filter(({ pseudonym }) => pseudonym !== undefined)
        .map((column) => column.name);
      if (output.protection !== 'disclosure-control') expect(pseudonyms).toEqual([]);
      else {
        const needed = theme.outputs.flatMap((other) => {
          if (other.protection !== 'disclosure-control' || other.query !== output.query) return [];
          const { dimensions, unit, measure } = other.table;
          const units = [unit].flat();
          expect(units).toEqual(expect.arrayContaining(pseudonyms));
          return [
            ...dimensions.flatMap(({ column, parents }) => [column, ...parents]),
            ...units,
            ...(measure === undefined ? [] : [measure]),
          ];
        });
        expect(outputs.map((column) => column.name).sort()).toEqual([...new Set(needed)].sort());
      }
    }
  });

  it('reads only open inputs where it claims that nothing needs protection', async () => {
    const theme = await readTheme(name);
    const tables = declaredTables(theme).map(({ table, columns }) => ({ name: table, columns }));
    const withPersons = tables.filter(({ columns }) =>
      columns.some((column) => column.pseudonym !== undefined),
    );
    for (const output of theme.outputs.filter(({ protection }) => protection === 'none')) {
      const statement = await readStatement(await readFile(join(THEMES, name, output.query), 'utf8'));
      const read = Object.keys(traceLineage(statement, tables).read);
      expect(withPersons.filter((table) => read.includes(table.name))).toEqual([]);
    }
  });
});
