import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { waitingFor } from '../../domain/request.js';
import type { Access } from '../../operations/access.js';
import { decideRequest } from '../../operations/decide.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { type InboxRow, inbox } from '../../operations/read-catalog.js';
import { readSubject } from '../../operations/subject.js';
import { submit } from '../../operations/submit.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { readTextFile } from '../read-file.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { stateWord } from '../texts/states.js';
import { STEPS } from '../texts/steps.js';

/** Runs an action with a person's access, and closes it. */
export type WithAccess = <T>(action: (access: Access) => Promise<T>) => Promise<T>;

const DAY = 24 * 3_600_000;

interface DecisionFlags {
  readonly as: string;
  readonly reason: string;
  readonly key?: string;
  readonly json?: boolean;
}

export function onboardingCommands(program: Command, withAccess: WithAccess): void {
  onboardCommand(program, withAccess);
  inboxCommand(program, withAccess);
  for (const choice of ['approve', 'reject'] as const) decisionCommand(program, withAccess, choice);
}

function onboardCommand(program: Command, withAccess: WithAccess): void {
  program
    .command('onboard')
    .argument('<file>', 'contract or linkage domain in YAML')
    .description('submit a contract; people decide on it in the inbox')
    .option('--as <account>', 'demo account that submits', 'steward')
    .option('--wait', 'wait for the decision')
    .option('--json', 'one JSON document on standard output')
    .action(async (path: string, flags: { as: string; wait?: boolean; json?: boolean }) => {
      const { subject, hash } = readSubject(readTextFile(path, 'contract'));
      await withAccess(async (access) => {
        const submitter = demoAccount(flags.as, access.mode);
        const submitted = await submit(access, { subject, hash, submitter });
        const end = flags.wait ? await submitted.result() : null;
        const document = {
          requestId: submitted.requestId,
          subjectHash: hash,
          stage: end?.stage ?? 'submitted',
        };
        const say = STEPS[chosenLanguage()];
        const isRefused = end?.stage === 'refused';
        const next = isRefused ? say.refusedRequest(path) : say.next;
        print(
          flags.json,
          document,
          `${say.submitted(submitted.requestId, stateWord(document.stage, chosenLanguage()))}\n${next}`,
        );
        if (isRefused) process.exitCode = 4;
      });
    });
}

function inboxCommand(program: Command, withAccess: WithAccess): void {
  program
    .command('inbox')
    .description('what waits for a decision, the soonest to expire first')
    .option('--all', 'closed requests too')
    .option('--json', 'one JSON document on standard output')
    .action(async (flags: { all?: boolean; json?: boolean }) => {
      const rows = await withAccess((access) => inbox(access, flags.all ? 'all' : 'open'));
      const { head, empty } = LISTS[chosenLanguage()].inbox;
      const text = table(head, rows.map(inboxLine), empty);
      print(flags.json, rows, text);
    });
}

/** One row a decision: what it is about, for whom it waits, who asked, how long ago, and by when. */
function inboxLine(row: InboxRow): readonly string[] {
  const say = STEPS[chosenLanguage()];
  const age = Math.floor((Date.now() - new Date(row.openedAt).getTime()) / DAY);
  const before = new Date(row.decideBefore).toISOString().slice(0, 10);
  const asker = row.submittedBy ?? say.byGate;
  const [kind, state] = [row.kind, row.state].map((name) => stateWord(name, chosenLanguage()));
  return [row.requestId, kind ?? '', state ?? '', row.waitingFor.join(' + '), asker, say.days(age), before];
}

function decisionCommand(program: Command, withAccess: WithAccess, choice: 'approve' | 'reject'): void {
  program
    .command(choice)
    .argument('<request>', 'id of the request, from: sluis inbox')
    .description(`${choice} a request; two different persons where personal data asks for it`)
    .requiredOption('--reason <text>', 'why, for the record')
    .requiredOption('--as <account>', 'demo account that decides: steward-2, privacy-officer, …')
    .option('--key <uuid>', 'idempotency key: the same key again is the same decision')
    .option('--json', 'one JSON document on standard output')
    .action(async (requestId: string, flags: DecisionFlags) => {
      const { reason, key = randomUUID() } = flags;
      const state = await withAccess((access) =>
        decideRequest(access, { requestId, choice, reason, key, actor: demoAccount(flags.as, access.mode) }),
      );
      const waits = waitingFor(state);
      const text = STEPS[chosenLanguage()].recorded(
        requestId,
        waits,
        stateWord(state.stage, chosenLanguage()),
      );
      print(flags.json, { requestId, stage: state.stage, waitingFor: waits }, text);
    });
}
