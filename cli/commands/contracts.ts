import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import type { Contract } from '../../policy/contract.js';
import { type ContractDifference, contractDifferences } from '../../policy/contract-differences.js';
import { requiredDeciders } from '../../policy/deciders.js';
import { contractJsonSchema } from '../../policy/schema/contract-schema.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { readTextFile } from '../read-file.js';
import { table } from '../table.js';
import { CONTRACTS } from '../texts/contracts.js';
import { LISTS } from '../texts/lists.js';

const READY_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** `sluis contracts`: the ready ones, a new one like them, what they may hold, what differs. Needs no server. */
export function contractsCommands(program: Command, folder: () => string): void {
  const contracts = program
    .command('contracts')
    .description('contracts: list the ready ones, new, schema, diff');
  listCommand(contracts, folder);
  newCommand(contracts, folder);
  schemaCommand(contracts);
  diffCommand(contracts, folder);
}

function listCommand(contracts: Command, folder: () => string): void {
  contracts
    .command('list', { isDefault: true })
    .description('the ready contracts that stand in demo/contracts/')
    .option('--json', 'one JSON document on standard output')
    .action(({ json }: { json?: boolean }) => {
      const all = readyNames(folder()).map((name) => ({ name, ...parseContract(readyText(folder(), name)) }));
      const documents = all.map(({ name, contract, hash }) => {
        const { title, version, recordUnit, regimes } = contract;
        return { name, version, title, recordUnit, regimes, deciders: requiredDeciders(contract), hash };
      });
      const rows = documents.map(({ name, title, regimes, deciders }) => [
        name,
        title,
        regimes.join(' '),
        deciders.join(' '),
      ]);
      const { head, empty } = LISTS[chosenLanguage()].contracts;
      print(json, documents, table(head, rows, empty));
    });
}

function newCommand(contracts: Command, folder: () => string): void {
  contracts
    .command('new')
    .requiredOption('--like <name>', 'ready contract to begin with; see: sluis contracts list')
    .description('a contract to edit, on standard output: a ready one under a note of what to change')
    .option('--json', 'one JSON document on standard output')
    .action(({ like, json }: { like: string; json?: boolean }) => {
      const ready = readyText(folder(), like);
      const say = CONTRACTS[chosenLanguage()];
      const hasPage = existsSync(join(folder(), `${like}.md`));
      const note = [...say.note(like), ...(hasPage ? [say.papers(like)] : [])].map((line) => `# ${line}`);
      const text = [...note, ready].join('\n');
      print(json, { like, yaml: text }, text.trimEnd());
    });
}

function schemaCommand(contracts: Command): void {
  contracts
    .command('schema')
    .description('the JSON Schema of a contract, for editors that complete and check while typing')
    .option('--json', 'the same: a schema is one JSON document')
    .action(() => print(true, contractJsonSchema(), ''));
}

function diffCommand(contracts: Command, folder: () => string): void {
  contracts
    .command('diff')
    .argument('<from>', 'file, or name of a ready contract')
    .argument('<to>', 'file, or name of a ready contract')
    .description('what differs between two contracts, and whether approvals of the first hold for the second')
    .option('--json', 'one JSON document on standard output')
    .action((from: string, to: string, { json }: { json?: boolean }) => {
      const [before, now] = [contractOf(folder(), from), contractOf(folder(), to)];
      const differences = contractDifferences(before.contract, now.contract);
      const approvalsVoid = before.hash !== now.hash;
      const document = { from: before.hash, to: now.hash, approvalsVoid, differences };
      const say = CONTRACTS[chosenLanguage()];
      const verdict = approvalsVoid ? say.another(requiredDeciders(now.contract)) : say.same;
      print(json, document, [...differences.map(line), verdict].join('\n'));
    });
}

function line({ part, subject, change, from, to, properties }: ContractDifference): string {
  const say = CONTRACTS[chosenLanguage()];
  const values = from === undefined ? '' : `: ${from} → ${to}`;
  const names = properties === undefined ? '' : ` (${properties.join(', ')})`;
  const [changed, of] = [inColumn(say.changes, change), inColumn(say.parts, part)];
  return `${changed} ${of} ${subject}${values}${names}`;
}

/** A word, as wide as the widest of its column and a blank. */
function inColumn<Key extends string>(words: Readonly<Record<Key, string>>, key: Key): string {
  const widest = Math.max(...Object.values<string>(words).map(({ length }) => length));
  return words[key].padEnd(widest + 1);
}

function contractOf(folder: string, named: string): { readonly contract: Contract; readonly hash: string } {
  const isReady = readyNames(folder).includes(named);
  return parseContract(isReady ? readyText(folder, named) : readTextFile(named, 'contract'));
}

function readyNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

function readyText(folder: string, name: string): string {
  const path = join(folder, `${name}.yaml`);
  if (READY_NAME.test(name) && existsSync(path)) return readTextFile(path, 'contract');
  throw new SluisError('UsageInvalid', 'There is no ready contract of that name; see: sluis contracts list');
}
