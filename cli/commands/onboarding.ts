import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { waitingFor } from '../../domain/request.js';
import type { Access } from '../../operations/access.js';
import { decideRequest } from '../../operations/decide.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { type InboxRow, inbox } from '../../operations/read-catalog.js';
import { refuseUnsendable } from '../../operations/send-parts.js';
import { readSubject, subjectId } from '../../operations/subject.js';
import { submit } from '../../operations/submit.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { readTextFile } from '../read-file.js';
import { shown } from '../shown.js';
import { table } from '../table.js';
import { LISTS } from '../texts/lists.js';
import { stateWord } from '../texts/states.js';
import { STEPS } from '../texts/steps.js';
import { send } from './delivering.js';

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

interface OnboardFlags {
  readonly as: string;
  readonly file?: string[];
  readonly wait?: boolean;
  readonly json?: boolean;
}

function onboardCommand(program: Command, withAccess: WithAccess): void {
  program
    .command('onboard')
    .argument('<contract>', 'contract or linkage domain in YAML')
    .description('submit a contract; people decide on it in the inbox')
    .option('--as <account>', 'demo account that submits, and delivers', 'steward')
    .option('--file <path...>', 'send these parts of a delivery once the contract is approved')
    .option(
      '--wait',
      'wait for the decision; with --file also until the delivery is curated, refused or waits for people',
    )
    .option('--json', 'one JSON document on standard output')
    .action(async (path: string, flags: OnboardFlags) => {
      const read = readSubject(readTextFile(path, 'contract'));
      if (flags.file) await refuseUnsendable(flags.file);
      await withAccess((access) => onboard(access, path, read, flags));
    });
}

async function onboard(
  access: Access,
  path: string,
  { subject, hash }: ReturnType<typeof readSubject>,
  { as, file, wait, json }: OnboardFlags,
): Promise<void> {
  if (file && subject.kind !== 'contract')
    throw new SluisError('UsageInvalid', 'A linkage domain has no files of its own; leave out --file.');
  const submitted = await submit(access, { subject, hash, submitter: demoAccount(as, access.mode) });
  const { requestId } = submitted;
  const language = chosenLanguage();
  const say = STEPS[language];
  if (file) process.stderr.write(`${say.sentOnceApproved(requestId, subjectId(subject))}\n`);
  const end = wait || file ? await submitted.result() : null;
  const stage = end?.stage ?? 'submitted';
  const request = say.submitted(requestId, stateWord(stage, language));
  const document = { requestId, subjectHash: hash, stage };
  if (file && stage === 'approved') {
    const sent = await send(access, subjectId(subject), { as, file, ...(wait ? { wait } : {}) });
    print(json, { ...document, delivery: sent.document }, `${request}\n${sent.text}`);
    return;
  }
  const isRefused = stage === 'refused';
  const next = isRefused ? say.refusedRequest(path) : say.next;
  print(json, document, [request, ...(file ? [say.nothingSent] : []), next].join('\n'));
  if (isRefused || file) process.exitCode = 4;
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
      const text = table(head, shown(rows).map(inboxLine), empty);
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
