import { stripVTControlCharacters } from 'node:util';
import type { Command } from 'commander';
import { SluisError } from '../domain/errors.js';

/** Runs one command in this process: what it prints, without colours, or code and message of what it ends with. */
export async function printedBy(program: Command, args: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = ((text: string) => printed.push(text) > 0) as typeof write;
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    printed.push(`${error.code}: ${error.message}`);
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
  return stripVTControlCharacters(printed.join('')).trimEnd();
}
