import { texts } from './texts.mjs';

/** Everything is told on stderr: stdout belongs to the command that follows. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A failure that the reader can do something about: shown as one sentence, without a stack. */
export class Unmet extends Error {}

/** Tells that a long step begins, every 20 seconds that it still runs, and how long it took. */
export async function step(name, expectation, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  say(texts.begins(name, expectation));
  const pulse = setInterval(() => say(texts.goesOn(name, seconds())), 20_000);
  try {
    const result = await work();
    say(texts.done(name, seconds()));
    return result;
  } finally {
    clearInterval(pulse);
  }
}

/** Runs an entry point; what the reader can cure is one sentence, and the exit code 1. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    say(error instanceof Unmet ? error.message : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}
