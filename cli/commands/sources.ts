import type { Command } from 'commander';
import { type SourceRow, sourceNamed, sources } from '../../operations/sources.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { shown } from '../shown.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { MEASURES } from '../texts/measures.js';
import { stateWord } from '../texts/states.js';
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
      const lines = shown(rows).map((row) => [row.sourceId, stateOf(row), row.regimes.join(' '), row.title]);
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
      const lists = LISTS[chosenLanguage()];
      const say = MEASURES[chosenLanguage()];
      const measures = shown(source.measures).map(
        ({ measure, by, role, reason, imposedAt, liftedAt, liftedIn }) => {
          const end = liftedAt ? say.lifted(day(liftedAt), liftedIn) : say.inForce;
          return [stateWord(measure, chosenLanguage()), day(imposedAt), `${by} (${role})`, end, reason];
        },
      );
      const quarantined = source.quarantined.map((one) => [
        one.subjectId,
        one.zone,
        one.codes.join(' '),
        say.destroyedBy(day(one.destroyBy)),
        say.breach(stateWord(one.breachAssessment, chosenLanguage())),
      ]);
      const text = [
        `${sourceId}: ${stateOf(source)}, ${say.contract(source.contractHash.slice(0, 12))}`,
        shown(source.title),
        table(lists.measures.head, measures, lists.measures.empty),
        table(lists.quarantined.head, quarantined, lists.quarantined.empty),
      ];
      print(json, source, text.join('\n'));
    });
}

function stateOf({ state, legalHold }: SourceRow): string {
  const word = stateWord(state, chosenLanguage());
  return legalHold ? `${word}, ${MEASURES[chosenLanguage()].legalHold}` : word;
}

function day(instant: string): string {
  return new Date(instant).toISOString().slice(0, 10);
}
