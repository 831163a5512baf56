import type { Command } from 'commander';
import { onboardingPlan } from '../../operations/plan.js';
import { passesToVault, type Trial } from '../../operations/plan-preview.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { curateFiles } from '../curate-files.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { planText } from '../plan-text.js';
import { profileFiles } from '../profile-files.js';
import { readTextFile } from '../read-file.js';

interface PlanOptions {
  readonly file?: string[];
  readonly json?: boolean;
  readonly production?: boolean;
}

/** What onboarding and a delivery would do, from the functions that the workflows execute; without any server. */
export function planCommand(program: Command): void {
  program
    .command('plan')
    .argument('<contract>', 'contract in YAML')
    .description('stages, deciders, columns, zones and rules of a source, before anything runs')
    .option('--file <path...>', 'also try the parts of a delivery up to curated, and ask G1, G2 and G3')
    .option('--json', 'one JSON document on standard output')
    .option(
      '--production',
      'refuse fictitious agreements and organisations, as a lake outside demo mode does',
    )
    .action(async (path: string, options: PlanOptions) => {
      const { contract, hash } = parseContract(readTextFile(path, 'contract'));
      const mode = options.production ? 'production' : 'demo';
      const now = new Date().toISOString();
      const plan = onboardingPlan(await withFiles({ contract, hash, mode, now }, options.file));
      print(options.json, plan, planText(plan, chosenLanguage()));
      const isDenied = plan.gates.some(({ verdict }) => verdict?.outcome === 'DENY');
      if (isDenied || plan.file?.failed) process.exitCode = 4;
    });
}

/** The trial with what would become of the files: what a gate refuses before is not made. */
async function withFiles(trial: Trial, files: readonly string[] | undefined): Promise<Trial> {
  if (files === undefined) return trial;
  const { contract, hash } = trial;
  const looked = { ...trial, profile: await profileFiles(contract, hash, files) };
  return passesToVault(looked) ? { ...looked, tried: await curateFiles(contract, hash, files) } : looked;
}
