import { createServer } from 'node:net';

/** The first of the preferred ports that is free on loopback, else any free one. */
export async function freePort(...preferred: number[]): Promise<number> {
  for (const port of preferred) {
    if (port > 0 && (await bind(port)) !== null) return port;
  }
  const port = await bind(0);
  if (port === null) throw new Error('loopback has no free port');
  return port;
}

function bind(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
