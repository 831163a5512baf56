import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own for files that are only tried: removed afterwards, and where the command is interrupted too. */
export async function withTrialFolder<T>(
  work: (folder: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sluis-check-'));
  const interrupt = new AbortController();
  const stop = (signal: NodeJS.Signals) => interrupt.abort(signal);
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await work(folder, interrupt.signal);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    await rm(folder, { recursive: true, force: true });
    // The process ends by it, as it would have without the folder.
    if (interrupt.signal.aborted) process.kill(process.pid, interrupt.signal.reason);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
