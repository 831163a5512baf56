import { ERROR_CODES, FAMILIES, isErrorCode, SluisError } from '../domain/errors.js';
import { errorText } from './error-text.js';
import { chosenLanguage } from './language.js';
import { printable, printableJson } from './shown.js';
import { STEPS } from './texts/steps.js';

/** One JSON document on standard output, or text; logs and errors go to standard error. */
export function print(json: boolean | undefined, document: unknown, text: string): void {
  process.stdout.write(
    json ? `${printableJson(JSON.stringify(document, null, 2))}\n` : `${printable(text)}\n`,
  );
}

/**
 * A reader that has seen enough (`| head`) closes the pipe: what is left is not written, and the command ends as it
 * would have. Anything else that goes wrong with standard output is thrown.
 */
export function acceptClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/**
 * Exit code of what was refused: 4 where rules did it; where a step failed, that of its error.
 * @param codes of the rules, or the code of the error
 */
export function refusedExit(codes: readonly string[]): number {
  const failed = codes.find((code) => !RULE.test(code));
  if (failed === undefined) return 4;
  return isErrorCode(failed) ? FAMILIES[ERROR_CODES[failed]].exit : 1;
}

const RULE = /^[A-Z]\d\d$/;

/** Exit codes: 0 ok, 1 failed, 2 invalid, 3 not allowed, 4 policy refused, 5 verification failed. */
export function fail(error: unknown): never {
  if (error instanceof SluisError) {
    process.stderr.write(`${printable(errorText(error, chosenLanguage()))}\n`);
    process.exit(FAMILIES[error.family].exit);
  }
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  process.stderr.write(`${STEPS[chosenLanguage()].unforeseen(kind)}\n`);
  process.exit(1);
}
