import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from './paths.mjs';
import { say } from './report.mjs';
import { texts } from './texts.mjs';

/**
 * Runs `work` alone; whoever comes second waits. The lock is a socket in Linux' abstract name space: it dies with
 * its holder, so a killed run leaves no lock behind.
 */
export async function alone(what, work) {
  const name = `\0sluis-prepare-${sha256(what).slice(0, 24)}`;
  let lock = await hold(name);
  if (lock === null) say(texts.waiting);
  while (lock === null) {
    await sleep(500);
    lock = await hold(name);
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function hold(name) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(name, () => resolve(server));
  });
}
