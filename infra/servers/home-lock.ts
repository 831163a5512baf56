import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SluisError } from '../../domain/errors.js';
import type { Home } from '../home.js';

/**
 * Runs `work` alone on one state folder: two starts at a time wait for each other. The lock is a socket in Linux'
 * abstract name space: it dies with its holder, so it is never stale.
 */
export async function withHomeLock<T>(home: Home, work: () => Promise<T>): Promise<T> {
  const digest = createHash('sha256').update(home.root).digest('hex').slice(0, 24);
  const name = `\0sluis-home-${digest}`;
  const deadline = Date.now() + 120_000;
  let lock = await hold(name);
  while (lock === null) {
    if (Date.now() > deadline)
      throw new SluisError(
        'ServerUnavailable',
        `Another start or stop holds ${home.root} for two minutes now.`,
      );
    await sleep(100);
    lock = await hold(name);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function hold(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(name, () => resolve(server));
  });
}
