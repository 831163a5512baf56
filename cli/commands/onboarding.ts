import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { waitingFor } from '../../domain/request.js';
import type { Access } from '../../operations/access.js';
import { decideRequest } from '../../operations/decide.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { inbox } from '../../operations/read-catalog.js';
import { readSubject } from '../../operations/subject.js';
import { submit } from '../../operations/submit.js';
import { print } from '../output.js';
import { readTextFile } from '../read-file.js';
import { table } from '../table.js';

/** Runs an action with a person's access, and closes it. */
export type WithAccess = <T>(action: (access: Access) => Promise<T>) => Promise<T>;

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
    .addHelpText('after', '\nExample:\n  sluis onboard demo/contracts/brp.yaml --as steward\n  sluis inbox')
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
        const isRefused = end?.stage === 'refused';
        const next = isRefused ? `why, and what would cure it: sluis check ${path}` : 'next: sluis inbox';
        print(flags.json, document, `request ${submitted.requestId}: ${document.stage}\n${next}`);
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
      const lines = rows.map(({ requestId, state, waitingFor: roles, decideBefore }) => {
        return [requestId, state, roles.join(' + '), new Date(decideBefore).toISOString().slice(0, 10)];
      });
      const text = table(
        ['request', 'state', 'waits for', 'before'],
        lines,
        'Nothing waits. Submit one: sluis onboard FILE',
      );
      print(flags.json, rows, text);
    });
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
    .addHelpText(
      'after',
      `\nExample:\n  sluis ${choice} onboard:brp:0123456789ab:1 --as steward-2 --reason "complete"`,
    )
    .action(async (requestId: string, flags: DecisionFlags) => {
      const { reason, key = randomUUID() } = flags;
      const state = await withAccess((access) =>
        decideRequest(access, { requestId, choice, reason, key, actor: demoAccount(flags.as, access.mode) }),
      );
      const waits = waitingFor(state);
      const next = waits.length > 0 ? `it still waits for: ${waits.join(' and ')}` : `it is ${state.stage}`;
      print(
        flags.json,
        { requestId, stage: state.stage, waitingFor: waits },
        `recorded. Request ${requestId}: ${next}`,
      );
    });
}
