import { type Command, Option } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { previewGate, TRIED_GATES } from '../../operations/plan-preview.js';
import { requiredDeciders } from '../../policy/deciders.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { profileFiles } from '../profile-files.js';
import { readTextFile } from '../read-file.js';
import { shown } from '../shown.js';
import { STEPS } from '../texts/steps.js';
import { verdictText } from '../verdict-text.js';

interface CheckOptions {
  readonly file?: string[];
  readonly gate?: (typeof TRIED_GATES)[number];
  readonly json?: boolean;
  readonly production?: boolean;
}

/** The verdicts of G0 on a contract and of G1 on files, or of one gate alone, without any server. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .argument('<contract>', 'contract in YAML')
    .description('the verdict on a contract, and on files under it, without any server')
    .option('--file <path...>', 'also look into the parts of a delivery, as gate G1 would')
    .addOption(new Option('--gate <gate>', 'the verdict of one gate alone').choices(TRIED_GATES))
    .option('--json', 'one JSON document on standard output')
    .option(
      '--production',
      'refuse fictitious agreements and organisations, as a lake outside demo mode does',
    )
    .action(check);
}

async function check(path: string, options: CheckOptions): Promise<void> {
  const { contract, hash } = parseContract(readTextFile(path, 'contract'));
  const { gate } = options;
  if (gate !== undefined && gate !== 'G0' && !options.file)
    throw new SluisError(
      'UsageInvalid',
      `Gate ${gate} judges what was landed; name the files too: --file PATH`,
    );
  const mode = options.production ? 'production' : 'demo';
  const now = new Date().toISOString();
  const profile = options.file ? await profileFiles(contract, hash, options.file) : null;
  const trial = { contract, hash, mode, now, ...(profile ? { profile } : {}) } as const;
  const asked = gate ? [gate] : (['G0', 'G1'] as const);
  const verdicts = asked.map((one) => previewGate(one, trial)).filter((one) => one !== null);
  const [verdict, onFile] = verdicts;
  const deciders = requiredDeciders(contract);
  const isDenied = verdicts.some(({ outcome }) => outcome === 'DENY');
  const say = STEPS[chosenLanguage()];
  const text = [
    `${shown(contract.title)} (${contract.id} ${shown(contract.version)})\ncontract ${hash}`,
    ...(profile ? [say.profiled(profile.rows, profile.parts, profile.columns.length)] : []),
    ...verdicts.map((one) => verdictText(shown(one), chosenLanguage())),
    ...(isDenied ? [] : [say.approvalBy(deciders)]),
  ];
  const document = {
    source: contract.sourceId,
    hash,
    deciders,
    verdict,
    profile: profile ?? undefined,
    onFile,
  };
  print(options.json, document, text.join('\n'));
  if (isDenied) process.exitCode = 4;
}
