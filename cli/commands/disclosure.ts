import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { attackTable, type TableAttack } from '../../privacy/disclosure/attack-table.js';
import { type ProtectedTable, protectTable } from '../../privacy/disclosure/protect-table.js';
import { writeSafeCsv } from '../../privacy/disclosure/table/safe-csv.js';
import { errorText } from '../error-text.js';
import { chosenLanguage, type Language } from '../language.js';
import { print } from '../output.js';
import { readBytes, readDataFile, readEarlierFiles, readSpecFile } from '../table-inputs.js';
import { DISCLOSURE } from '../texts/disclosure.js';
import { writePending } from '../write-safely.js';

interface CommonOptions {
  readonly spec: string;
  readonly against: readonly string[];
  readonly delimiter: string;
  readonly report?: string;
  readonly json?: boolean;
}
interface ProtectOptions extends CommonOptions {
  readonly input: string;
  readonly out: string;
}
interface AttackOptions extends CommonOptions {
  readonly table: string;
  readonly input?: string;
}

/** Disclosure control on files, without any server: for output checkers. */
export function disclosureCommands(program: Command): void {
  common(program.command('protect').description('hide the cells of a table that would give people away'))
    .requiredOption('--input <microdata.csv>', 'records, or ready-made cells, as CSV in UTF-8')
    .requiredOption('--out <safe.csv>', 'the table that may leave')
    .action(atGate(protect));
  common(program.command('attack').description('try to compute the hidden cells of a table from its file'))
    .requiredOption('--table <safe.csv>', 'the table to attack')
    .option('--input <microdata.csv>', 'what it was made from: all rules are then asked')
    .action(atGate(attack));
}

function common(command: Command): Command {
  return command
    .requiredOption('--spec <table.yaml>', 'dimensions, measure, protected units and rules')
    .option('--against <earlier.csv...>', 'tables that are public already', [])
    .option('--delimiter <character>', 'of the input', ',')
    .option('--report <report.json>', 'confidential: reasons and intervals, for the output checker alone')
    .option('--json', 'one JSON document on standard output');
}

async function protect(options: ProtectOptions, signal: AbortSignal): Promise<void> {
  const places = [options.out, options.report, options.spec, options.input, ...options.against];
  distinct(places.filter((path) => path !== undefined));
  const request = { ...readSpecFile(options.spec), earlier: readEarlierFiles(options.against), signal };
  const data = readDataFile(options.input, options.delimiter);
  const say = DISCLOSURE[chosenLanguage()];
  note(say.protecting(data.rows.length, request.spec.timeLimitSeconds));
  const table = await protectTable({ ...request, data });
  note(say.attacking);
  const safe = writePending(options.out, writeSafeCsv(table), 0o644);
  try {
    const bytes = safe.bytes();
    const { safe: survived } = await attackTable({ ...request, data, bytes });
    if (!survived)
      throw new SluisError('AttackSucceeded', 'The table did not survive the attack on its file.');
    writeReport(options.report, table.report);
    safe.publish();
    printProtected(options, table, createHash('sha256').update(bytes).digest('hex'));
  } finally {
    safe.discard();
  }
}

/** Only what the file itself shows: which cells were hidden for what reason stands in the report. */
function printProtected(options: ProtectOptions, { rows }: ProtectedTable, sha256: string): void {
  const number = (status: string) => rows.filter((row) => row.status === status).length;
  const [published, suppressed, empty] = [number('published'), number('suppressed'), number('empty')];
  const document = { out: options.out, rows: rows.length, published, suppressed, empty, sha256 };
  const say = DISCLOSURE[chosenLanguage()];
  const head = say.protected(options.out, published, rows.length, suppressed);
  print(options.json, document, `${head}\nsha256 ${sha256}\n${say.survived}`);
}

async function attack(options: AttackOptions, signal: AbortSignal): Promise<void> {
  distinct([options.report, options.table, options.spec].filter((path) => path !== undefined));
  const request = { ...readSpecFile(options.spec), earlier: readEarlierFiles(options.against), signal };
  const bytes = readBytes(options.table, 'table');
  const data = options.input === undefined ? undefined : readDataFile(options.input, options.delimiter);
  const found = await attackTable({ ...request, bytes, ...(data && { data }) });
  writeReport(options.report, found);
  printAttack(options, found);
  if (!found.safe) process.exitCode = 5;
}

function printAttack({ json, input }: AttackOptions, { safe, hidden, findings }: TableAttack): void {
  const scopeIn = (language: Language) =>
    input === undefined ? DISCLOSURE[language].withoutData : DISCLOSURE[language].withData;
  const say = DISCLOSURE[chosenLanguage()];
  const scope = scopeIn(chosenLanguage());
  const text = safe ? say.nothingFound(scope) : say.found(findings.length, scope);
  print(json, { safe, hidden, findings: findings.length, scope: scopeIn('en') }, text);
}

function writeReport(path: string | undefined, document: object): void {
  if (path !== undefined) writePending(path, `${JSON.stringify(document, null, 2)}\n`, 0o600).publish();
}

/** @throws SluisError UsageInvalid where a result would be written over an input */
function distinct(paths: readonly string[]): void {
  const whole = paths.map((path) => resolve(path));
  if (new Set(whole).size < whole.length)
    throw new SluisError('UsageInvalid', 'Two of the files are the same; name each of them once.');
}

/** Somebody who waits sees what is done; a program that reads does not. */
function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${text}\n`);
}

type Action<T> = (options: T, signal: AbortSignal) => Promise<void>;

/**
 * Here nobody decides: a table that cannot be protected has failed its verification, which is exit code 5. An interrupt
 * ends the solver and leaves no file behind.
 */
function atGate<T>(action: Action<T>): (options: T) => Promise<void> {
  return async (options) => {
    const interrupt = new AbortController();
    const stop = () => interrupt.abort();
    process.once('SIGINT', stop);
    try {
      await action(options, interrupt.signal);
    } catch (error) {
      if (interrupt.signal.aborted) process.exitCode = 130;
      else if (error instanceof SluisError && error.code === 'NotProtectable') process.exitCode = 5;
      else throw error;
      const say = DISCLOSURE[chosenLanguage()];
      const why = error instanceof SluisError ? errorText(error, chosenLanguage()) : say.interrupted;
      process.stderr.write(`${why}\n${say.nothingPublished}\n`);
    } finally {
      process.removeListener('SIGINT', stop);
    }
  };
}
