import type { Command } from 'commander';
import type { IngestState } from '../../domain/ingest-state.js';
import type { Access } from '../../operations/access.js';
import { deliver } from '../../operations/deliver.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { type RecordedVerdict, verdictsOn } from '../../operations/read-runs.js';
import { endedOrWaiting } from '../../operations/waiting.js';
import { failureText } from '../failure-text.js';
import { chosenLanguage } from '../language.js';
import { print, refusedExit } from '../output.js';
import { stateWord } from '../texts/states.js';
import { STEPS } from '../texts/steps.js';
import { hitLines } from '../verdict-text.js';
import type { WithAccess } from './onboarding.js';

interface DeliverFlags {
  readonly file: string[];
  readonly as: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

/** `sluis deliver`: stream files into the vault under an approved contract. */
export function deliveringCommands(program: Command, withAccess: WithAccess): void {
  program
    .command('deliver')
    .argument('<source>', 'id of the source, from: sluis sources')
    .description('send the files of one delivery to the vault; nothing is taken without an approved contract')
    .requiredOption('--file <path...>', 'the parts of the delivery, in order')
    .option('--as <account>', 'demo account that delivers', 'provider')
    .option('--wait', 'stay until the delivery is curated, refused or waits for people')
    .option('--json', 'one JSON document on standard output')
    .action(async (sourceId: string, flags: DeliverFlags) => {
      const { document, text } = await withAccess((access) => send(access, sourceId, flags));
      print(flags.json, document, text);
    });
}

/** Sends the parts of a delivery, and tells what became of it; exit 4 where a gate refused it. */
export async function send(
  access: Access,
  sourceId: string,
  flags: Omit<DeliverFlags, 'json'>,
): Promise<{ readonly document: object; readonly text: string }> {
  const say = STEPS[chosenLanguage()];
  const delivering = await deliver(access, {
    sourceId,
    files: flags.file,
    deliverer: demoAccount(flags.as, access.mode),
    progress: ({ part, of, bytes }) => process.stderr.write(`${say.part(part, of, bytes)}\n`),
  });
  const { deliveryId, workflowId, bytes } = delivering;
  const state = flags.wait
    ? await endedOrWaiting(access, delivering, ({ stage }) => stage === 'awaitingReview')
    : await delivering.state();
  if (state.stage === 'refused') process.exitCode = refusedExit(state.codes);
  const reasons = state.stage === 'refused' ? refusals(await verdictsOn(access, deliveryId)) : [];
  const lines = [
    say.delivered(deliveryId, bytes, stateWord(state.stage, chosenLanguage())),
    ...reasons,
    ...nextStep(deliveryId, state),
  ];
  return { document: { ...state, deliveryId, workflowId, bytes }, text: lines.join('\n') };
}

/** The rules that said no, each with its places, law and cure, in the chosen language. */
function refusals(verdicts: readonly RecordedVerdict[]): readonly string[] {
  const denied = (verdicts.at(-1)?.hits ?? []).filter(({ outcome }) => outcome === 'DENY');
  return denied.flatMap((hit) => hitLines(hit, chosenLanguage()));
}

function nextStep(deliveryId: string, { stage, codes, failure }: IngestState): readonly string[] {
  const say = STEPS[chosenLanguage()];
  if (stage === 'refused')
    return [...failureText(failure, chosenLanguage()), say.refusedDelivery(codes, deliveryId)];
  if (stage === 'awaitingReview') return [say.reviewAsked(codes)];
  if (stage === 'curated') return [say.columnsFrom(deliveryId.replace(/-[0-9a-f]{12}$/, ''))];
  return [say.follow(deliveryId)];
}
