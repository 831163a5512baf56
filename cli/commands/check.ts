import type { Command } from 'commander';
import { previewGate, previewSubmission } from '../../operations/plan-preview.js';
import { requiredDeciders } from '../../policy/deciders.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { profileFiles } from '../profile-files.js';
import { readTextFile } from '../read-file.js';
import { STEPS } from '../texts/steps.js';
import { verdictText } from '../verdict-text.js';

interface CheckOptions {
  readonly file?: string[];
  readonly json?: boolean;
  readonly production?: boolean;
}

/** The verdicts of G0 on a contract and of G1 on files, without any server; the approval reads "pending". */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .argument('<contract>', 'contract in YAML')
    .description('the verdict on a contract, and on files under it, without any server')
    .option('--file <path...>', 'also look into the parts of a delivery, as gate G1 would')
    .option('--json', 'one JSON document on standard output')
    .option('--production', 'refuse fictitious agreements, as a lake outside demo mode does')
    .action(check);
}

async function check(path: string, options: CheckOptions): Promise<void> {
  const { contract, hash } = parseContract(readTextFile(path, 'contract'));
  const mode = options.production ? 'production' : 'demo';
  const now = new Date().toISOString();
  const profile = options.file ? await profileFiles(contract, hash, options.file) : null;
  const trial = { contract, hash, mode, now, ...(profile ? { profile } : {}) } as const;
  const verdict = previewSubmission(trial);
  const onFile = previewGate('G1', trial);
  const deciders = requiredDeciders(contract);
  const verdicts = [verdict, ...(onFile ? [onFile] : [])];
  const isDenied = verdicts.some(({ outcome }) => outcome === 'DENY');
  const say = STEPS[chosenLanguage()];
  const text = [
    `${contract.title} (${contract.id} ${contract.version})\ncontract ${hash}`,
    ...(profile ? [say.profiled(profile.rows, profile.parts, profile.columns.length)] : []),
    ...verdicts.map((one) => verdictText(one, chosenLanguage())),
    ...(isDenied ? [] : [say.approvalBy(deciders)]),
  ];
  const document = { source: contract.sourceId, hash, deciders, verdict };
  print(options.json, profile ? { ...document, profile, onFile } : document, text.join('\n'));
  if (isDenied) process.exitCode = 4;
}
