import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { datasets, deliveries, verdictsOn } from '../../operations/read-runs.js';
import { gapText } from '../gap-text.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { verdictText } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

/** What was delivered, what the gates said of it, and which datasets there are. */
export function deliveriesCommands(program: Command, withAccess: WithAccess): void {
  const group = program
    .command('deliveries')
    .description('what was delivered, and what the gates said of it');
  group
    .command('list', { isDefault: true })
    .description('deliveries, the newest first')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(deliveries);
      const lines = rows.map(({ deliveryId, state, rowsIn, rowsOut, codes }) => {
        return [deliveryId, state, String(rowsIn ?? ''), String(rowsOut ?? ''), codes.join(' ')];
      });
      const { head, empty } = LISTS[chosenLanguage()].deliveries;
      print(json, rows, table(head, lines, empty));
    });
  group
    .command('show')
    .argument('<delivery>', 'id, from: sluis deliveries')
    .description('every verdict on one delivery, with law and cure')
    .option('--json', 'one JSON document on standard output')
    .action(async (deliveryId: string, { json }: { json?: boolean }) => {
      const [known, verdicts] = await withAccess(async (access) => [
        (await deliveries(access)).find((one) => one.deliveryId === deliveryId),
        await verdictsOn(access, deliveryId),
      ]);
      if (!known)
        throw new SluisError('DatasetUnknown', 'There is no delivery of that id; see: sluis deliveries');
      const text = verdicts.map((verdict) => verdictText({ ...verdict, askedAt: '' }, chosenLanguage()));
      print(json, { ...known, verdicts }, [`${deliveryId}: ${known.state}`, ...text].join('\n'));
    });
  program
    .command('datasets')
    .argument('[dataset]', 'show the columns of this one')
    .description('the newest version of every dataset in every zone')
    .option('--json', 'one JSON document on standard output')
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const rows = (await withAccess(datasets)).filter(
        ({ dataset }) => name === undefined || dataset === name,
      );
      if (name !== undefined && rows.length === 0)
        throw new SluisError('DatasetUnknown', 'There is no dataset of that name; see: sluis datasets');
      const lines = rows.flatMap(({ dataset, zone, version, rows: count, access, columns }) => [
        [`${dataset}@${version.slice(0, 12)}`, zone, access, String(count)],
        ...(name === undefined
          ? []
          : columns.flatMap((column) => [
              [`  ${column.name}`, column.type, column.role, ''],
              ...(column.gaps ?? []).map((gap) => [`    ${gapText(gap)}`, '', '', '']),
            ])),
      ]);
      const { head, empty } = LISTS[chosenLanguage()].datasets;
      print(json, rows, table(head, lines, empty));
    });
}
