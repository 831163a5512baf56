import type { Command } from 'commander';
import type { LiftableMeasure, Measure } from '../../domain/names.js';
import { type RequestState, waitingFor } from '../../domain/request.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { imposeMeasure, requestLifting } from '../../operations/measures.js';
import { endedOrWaiting } from '../../operations/waiting.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { MEASURES } from '../texts/measures.js';
import type { WithAccess } from './onboarding.js';

interface MeasureFlags {
  readonly as: string;
  readonly reason: string;
  readonly json?: boolean;
}

interface Imposing {
  readonly name: string;
  readonly measure: Measure;
  readonly description: string;
}

const IMPOSING: readonly Imposing[] = [
  {
    name: 'suspend',
    measure: 'suspension',
    description: 'stop a source at once, its deliveries, runs and releases too; anyone with a role may',
  },
  {
    name: 'withdraw',
    measure: 'withdrawal',
    description: 'withdraw the approved version of a contract, for good; what runs under it is stopped',
  },
  {
    name: 'hold',
    measure: 'hold',
    description: 'legal hold: no delivery of a source is destroyed until others lift it',
  },
];

const LIFTING: readonly { name: string; lifts: LiftableMeasure; description: string }[] = [
  {
    name: 'resume',
    lifts: 'suspension',
    description: 'ask another person to lift the suspension of a source',
  },
  { name: 'unhold', lifts: 'hold', description: 'ask another person to lift the legal hold on a source' },
];

/** `sluis suspend | withdraw | hold` by one person; `sluis resume | unhold` by two. */
export function measuresCommands(program: Command, withAccess: WithAccess): void {
  for (const imposing of IMPOSING) imposeCommand(program, withAccess, imposing);
  for (const lifting of LIFTING) liftCommand(program, withAccess, lifting);
}

function measureCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .argument('<source>', 'id, from: sluis sources')
    .description(description)
    .requiredOption('--reason <text>', 'why, for the record')
    .option('--json', 'one JSON document on standard output');
}

function imposeCommand(program: Command, withAccess: WithAccess, one: Imposing): void {
  measureCommand(program, one.name, one.description)
    .option('--as <account>', 'demo account that does it', 'steward')
    .action(async (sourceId: string, { as, reason, json }: MeasureFlags) => {
      const imposed = await withAccess((access) =>
        imposeMeasure(access, { measure: one.measure, sourceId, by: demoAccount(as, access.mode), reason }),
      );
      const say = MEASURES[chosenLanguage()];
      const told = imposed.told.map(say.told);
      const text = [say.recorded(imposed.measureId), ...told, say.next[one.measure](sourceId)];
      print(json, { sourceId, ...imposed }, text.join('\n'));
    });
}

function liftCommand(
  program: Command,
  withAccess: WithAccess,
  { name, lifts, description }: (typeof LIFTING)[number],
): void {
  measureCommand(
    program,
    name,
    `${description}; the steward asks the privacy officer, or the other way round`,
  )
    .option('--as <account>', 'demo account that asks: steward or privacy-officer', 'steward')
    .action(async (sourceId: string, { as, reason, json }: MeasureFlags) => {
      const { requestId, state } = await withAccess(async (access) => {
        const by = demoAccount(as, access.mode);
        const lifting = await requestLifting(access, { measure: lifts, sourceId, by, reason });
        const waits = (now: RequestState) => waitingFor(now).length > 0;
        return { requestId: lifting.requestId, state: await endedOrWaiting(access, lifting, waits) };
      });
      const roles = waitingFor(state);
      const say = MEASURES[chosenLanguage()];
      const document = { sourceId, requestId, stage: state.stage, waitingFor: roles };
      const next = say.approve(requestId, roles[0] ?? 'privacy-officer');
      print(json, document, `${say.waits(requestId, roles)}\n${next}`);
    });
}
