import type { Command } from 'commander';
import { onboardingPlan } from '../../operations/plan.js';
import { refuseUnsendable } from '../../operations/send-parts.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
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
    .option('--file <path...>', 'also look into the parts of a delivery, and ask G1 and G2')
    .option('--json', 'one JSON document on standard output')
    .option('--production', 'refuse fictitious agreements, as a lake outside demo mode does')
    .action(async (path: string, options: PlanOptions) => {
      const { contract, hash } = parseContract(readTextFile(path, 'contract'));
      if (options.file) await refuseUnsendable(options.file);
      const mode = options.production ? 'production' : 'demo';
      const now = new Date().toISOString();
      const profile = options.file ? await profileFiles(contract, hash, options.file) : null;
      const plan = onboardingPlan({ contract, hash, mode, now, ...(profile ? { profile } : {}) });
      print(options.json, plan, planText(plan, chosenLanguage()));
      if (plan.gates.some(({ verdict }) => verdict?.outcome === 'DENY')) process.exitCode = 4;
    });
}
