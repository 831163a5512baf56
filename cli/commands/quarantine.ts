import { type Command, Option } from 'commander';
import { sha256Text } from '../../domain/digest.js';
import { BREACH_OUTCOMES, type BreachOutcome } from '../../domain/quarantine.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import {
  assessBreach,
  listQuarantines,
  noticeOf,
  showQuarantine,
  tellProvider,
} from '../../operations/quarantine.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { quarantineRow, quarantineText } from '../quarantine-text.js';
import { table } from '../table.js';
import { QUARANTINE } from '../texts/quarantine.js';
import type { WithAccess } from './onboarding.js';

interface FollowFlags {
  readonly as: string;
  readonly reason: string;
  readonly json?: boolean;
}

/** `sluis quarantine`: what was refused or stopped, when it is destroyed, whom it concerns and what was done about it. */
export function quarantineCommands(program: Command, withAccess: WithAccess): void {
  const group = program
    .command('quarantine')
    .description('what was refused or stopped: when it is destroyed, breach assessment, provider told');
  listCommand(group, withAccess);
  showCommand(group, withAccess);
  noticeCommand(group, withAccess);
  toldCommand(group, withAccess);
  assessCommand(group, withAccess);
}

function listCommand(group: Command, withAccess: WithAccess): void {
  group
    .command('list', { isDefault: true })
    .description('what stands in quarantine, the newest first')
    .option('--all', 'also what is destroyed')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ all, json }: { all?: boolean; json?: boolean }) => {
      const rows = (await withAccess(listQuarantines)).filter(
        ({ state }) => all === true || state === 'quarantined',
      );
      const language = chosenLanguage();
      const { head, empty } = QUARANTINE[language];
      const lines = rows.map((row) => quarantineRow(row, language));
      print(json, rows, table(head, lines, empty));
    });
}

function showCommand(group: Command, withAccess: WithAccess): void {
  withId(group, 'show', 'one of them in full: what, why, since and until when, and what is still to be done')
    .option('--json', 'one JSON document on standard output')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const one = await withAccess((access) => showQuarantine(access, id));
      print(json, one, quarantineText(one, chosenLanguage()));
    });
}

function noticeCommand(group: Command, withAccess: WithAccess): void {
  withId(group, 'notice', 'the text for the provider of a delivery; it is printed and not sent')
    .option('--json', 'one JSON document on standard output')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const language = chosenLanguage();
      const text = await withAccess((access) => noticeOf(access, id, language));
      print(json, { id, language, text, sha256: sha256Text(text) }, text.trimEnd());
      // Beside the text, so that the text alone goes into a file.
      process.stderr.write(`\n${QUARANTINE[language].notSent}\n`);
    });
}

function toldCommand(group: Command, withAccess: WithAccess): void {
  withId(group, 'told', 'record that you passed the notice on to the provider, in the language of this call')
    .requiredOption('--reason <text>', 'how, for the record')
    .option('--as <account>', 'demo account that did it: steward or privacy-officer', 'steward')
    .option('--json', 'one JSON document on standard output')
    .action(async (subjectId: string, { as, reason, json }: FollowFlags) => {
      const language = chosenLanguage();
      const one = await withAccess(async (access) => {
        await tellProvider(access, { subjectId, reason, language, by: demoAccount(as, access.mode) });
        return await showQuarantine(access, subjectId);
      });
      print(json, one, QUARANTINE[language].recordTold);
    });
}

function assessCommand(group: Command, withAccess: WithAccess): void {
  withId(
    group,
    'assess',
    'record what the privacy officer found: a breach or not, to be notified or notified',
  )
    .addOption(
      new Option('--outcome <outcome>', 'what was found').choices(BREACH_OUTCOMES).makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--as <account>', 'demo account that assesses', 'privacy-officer')
    .option('--json', 'one JSON document on standard output')
    .action(async (subjectId: string, flags: FollowFlags & { readonly outcome: BreachOutcome }) => {
      const { as, reason, outcome, json } = flags;
      const one = await withAccess(async (access) => {
        await assessBreach(access, { subjectId, outcome, reason, by: demoAccount(as, access.mode) });
        return await showQuarantine(access, subjectId);
      });
      const say = QUARANTINE[chosenLanguage()];
      print(json, one, say.recordAssessed(say.assessment[outcome]));
    });
}

function withId(group: Command, name: string, description: string): Command {
  return group.command(name).argument('<id>', 'id, from: sluis quarantine list').description(description);
}
