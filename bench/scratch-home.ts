import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, up } from '../infra/access.js';
import { createHome, type Home, homeAt } from '../infra/home.js';

/**
 * Servers and workers in a folder of their own for the length of one task. Afterwards, and on Ctrl-C, they are stopped
 * and the folder is removed.
 */
export async function withScratchHome(task: (home: Home) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'sluis-bench-'));
  // As root the servers run under other accounts, which have to pass through.
  chmodSync(root, 0o755);
  const home = homeAt(root);
  const { interrupted, release } = interruption();
  createHome(home);
  const started = up(home);
  try {
    await Promise.race([started.then(() => task(home)), interrupted]);
  } finally {
    release();
    await started.catch(() => undefined);
    await down(home, { wipe: true });
    rmSync(root, { recursive: true, force: true });
  }
}

/** Rejects at the first signal that asks to end. */
function interruption() {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let release = () => {};
  const interrupted = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('interrupted'));
    for (const signal of signals) process.once(signal, stop);
    release = () => {
      for (const signal of signals) process.removeListener(signal, stop);
    };
  });
  return { interrupted, release };
}
