import type { Command } from 'commander';
import { decide } from '../../policy/decide.js';
import { requiredDeciders } from '../../policy/deciders.js';
import { ORGANISATIONS } from '../../policy/organisations.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { print } from '../output.js';
import { readTextFile } from '../read-file.js';
import { verdictText } from '../verdict-text.js';

interface CheckOptions {
  readonly json?: boolean;
  readonly production?: boolean;
  readonly lang: 'nl' | 'en';
}

/** The verdict of gate G0 on a contract file, without any server; the approval reads "pending". */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .argument('<contract>', 'contract in YAML')
    .description('the verdict on a contract, without any server')
    .option('--json', 'one JSON document on standard output')
    .option('--production', 'refuse fictitious agreements, as a lake outside demo mode does')
    .option('--lang <nl|en>', 'language of the rules', 'en')
    .addHelpText(
      'after',
      '\nExample:\n  sluis check demo/contracts/cbs-kwb-2024.yaml\n\nExit 0 allowed, 4 refused, 2 invalid contract.',
    )
    .action((path: string, options: CheckOptions) => {
      const { contract, hash } = parseContract(readTextFile(path, 'contract'));
      const verdict = decide(
        'G0',
        {
          mode: options.production ? 'production' : 'demo',
          contract,
          contractHash: hash,
          organisations: ORGANISATIONS,
          approval: { state: 'pending' },
        },
        new Date().toISOString(),
      );
      const deciders = requiredDeciders(contract);
      const head = `${contract.title} (${contract.id} ${contract.version})\ncontract ${hash}`;
      const tail = verdict.outcome === 'DENY' ? '' : `\nnext: approval by ${deciders.join(' and ')}`;
      print(
        options.json,
        { source: contract.sourceId, hash, deciders, verdict },
        `${head}\n${verdictText(verdict, options.lang)}${tail}`,
      );
      if (verdict.outcome === 'DENY') process.exitCode = 4;
    });
}
