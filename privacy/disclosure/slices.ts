import { setImmediate } from 'node:timers/promises';

/** Work on many records that can be interrupted wherever it yields. */
export type Sliced<T> = Generator<void, T, void>;

/** Records between two interruptions: some hundredths of a second. */
const RECORDS_A_SLICE = 10_000;

/** Visits the numbers from 0 up to a count, with interruptions. */
export function* each(
  count: number,
  visit: (index: number) => void,
  slice: number = RECORDS_A_SLICE,
): Sliced<void> {
  for (let index = 0; index < count; index += 1) {
    visit(index);
    if ((index + 1) % slice === 0) yield;
  }
}

/**
 * Does what else waits between the slices: a worker that tabulates a million records still tells that it lives.
 * @throws the reason of the signal, once it is aborted
 */
export async function inSlices<T>(work: Sliced<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    signal?.throwIfAborted();
    const step = work.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** For a table that somebody reads, which is soon done. */
export function atOnce<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
