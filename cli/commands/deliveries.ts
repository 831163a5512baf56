import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { failedStepOf } from '../../operations/failed-step.js';
import { deliveries, verdictsOn } from '../../operations/read-runs.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { stateWord } from '../texts/states.js';
import { verdictText } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

/** What was delivered, and what the gates said of it. */
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
        return [
          deliveryId,
          stateWord(state, chosenLanguage()),
          String(rowsIn ?? ''),
          String(rowsOut ?? ''),
          codes.join(' '),
        ];
      });
      const { head, empty } = LISTS[chosenLanguage()].deliveries;
      print(json, rows, table(head, lines, empty));
    });
  group
    .command('show')
    .argument('<delivery>', 'id, from: sluis deliveries')
    .description('every verdict on one delivery, with law and cure, and the step at which it failed')
    .option('--json', 'one JSON document on standard output')
    .action(async (deliveryId: string, { json }: { json?: boolean }) => {
      const { known, verdicts, failure } = await withAccess(async (access) => {
        const found = (await deliveries(access)).find((one) => one.deliveryId === deliveryId);
        if (!found)
          throw new SluisError('DeliveryUnknown', 'There is no delivery of that id; see: sluis deliveries');
        const { workflowId, codes, ...shown } = found;
        return {
          known: { ...shown, codes },
          verdicts: await verdictsOn(access, deliveryId),
          failure: await failedStepOf(access, workflowId, codes),
        };
      });
      const text = verdicts.map((verdict) => verdictText({ ...verdict, askedAt: '' }, chosenLanguage()));
      print(
        json,
        { ...known, failure, verdicts },
        [
          `${deliveryId}: ${stateWord(known.state, chosenLanguage())}`,
          ...text,
          ...failureText(failure, chosenLanguage()),
        ].join('\n'),
      );
    });
}
