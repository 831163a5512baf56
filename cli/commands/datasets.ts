import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { type DatasetRow, datasets } from '../../operations/read-runs.js';
import { gapText } from '../gap-text.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { stateWord } from '../texts/states.js';
import type { WithAccess } from './onboarding.js';

/** `sluis datasets`: the newest version of each in every zone, and the columns of one; never a value. */
export function datasetsCommands(program: Command, withAccess: WithAccess): void {
  const group = program.command('datasets').description('datasets in every zone: list, show');
  group
    .command('list', { isDefault: true })
    .description('the newest version of every dataset in every zone')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(datasets);
      show(json, rows, rows.map(line));
    });
  group
    .command('show')
    .argument('<dataset>', 'name, from: sluis datasets')
    .description('the columns of one dataset in every zone, and what was not collected of them')
    .option('--json', 'one JSON document on standard output')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const rows = (await withAccess(datasets)).filter(({ dataset }) => dataset === name);
      if (rows.length === 0)
        throw new SluisError('DatasetUnknown', 'There is no dataset of that name; see: sluis datasets');
      const lines = rows.flatMap((row) => [line(row), ...columnLines(row)]);
      show(json, rows, lines);
    });
}

function show(
  json: boolean | undefined,
  rows: readonly DatasetRow[],
  lines: readonly (readonly string[])[],
): void {
  const { head, empty } = LISTS[chosenLanguage()].datasets;
  print(json, rows, table(head, lines, empty));
}

function line({ dataset, zone, version, rows, access }: DatasetRow): readonly string[] {
  return [`${dataset}@${version.slice(0, 12)}`, zone, stateWord(access, chosenLanguage()), String(rows)];
}

function columnLines({ columns }: DatasetRow): readonly (readonly string[])[] {
  return columns.flatMap(({ name, type, role, gaps = [] }) => [
    [`  ${name}`, type, role, ''],
    ...gaps.map((gap) => [`    ${gapText(gap, chosenLanguage())}`, '', '', '']),
  ]);
}
