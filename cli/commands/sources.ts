import type { Command } from 'commander';
import { type SourceRow, sourceNamed, sources } from '../../operations/sources.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import type { WithAccess } from './onboarding.js';

/** `sluis sources`: what was submitted, how it stands, and what was imposed on it. */
export function sourcesCommands(program: Command, withAccess: WithAccess): void {
  const group = program.command('sources').description('the sources that were submitted: list, show');
  group
    .command('list', { isDefault: true })
    .description('every source, and under which contract it may deliver')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(sources);
      const lines = rows.map((row) => [row.sourceId, stateOf(row), row.regimes.join(' '), row.title]);
      const { head, empty } = LISTS[chosenLanguage()].sources;
      print(json, rows, table(head, lines, empty));
    });
  group
    .command('show')
    .argument('<source>', 'id, from: sluis sources')
    .description('one source: its state, what was imposed on it and why, and what stands in quarantine')
    .option('--json', 'one JSON document on standard output')
    .action(async (sourceId: string, { json }: { json?: boolean }) => {
      const source = await withAccess((access) => sourceNamed(access, sourceId));
      const say = LISTS[chosenLanguage()];
      const measures = source.measures.map(({ measure, by, role, reason, imposedAt, liftedAt, liftedIn }) => {
        const end = liftedAt ? `lifted ${day(liftedAt)} in ${liftedIn}` : 'in force';
        return [measure, day(imposedAt), `${by} (${role})`, end, reason];
      });
      const quarantined = source.quarantined.map((one) => [
        one.subjectId,
        one.zone,
        one.codes.join(' '),
        `destroyed by ${day(one.destroyBy)}`,
        `breach assessment ${one.breachAssessment}`,
      ]);
      const text = [
        `${sourceId}: ${stateOf(source)}, contract ${source.contractHash.slice(0, 12)}`,
        source.title,
        table(say.measures.head, measures, say.measures.empty),
        table(say.quarantined.head, quarantined, say.quarantined.empty),
      ];
      print(json, source, text.join('\n'));
    });
}

function stateOf({ state, legalHold }: SourceRow): string {
  return legalHold ? `${state}, legal hold` : state;
}

function day(instant: string): string {
  return new Date(instant).toISOString().slice(0, 10);
}
