import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { rememberedPort } from '../remembered-port.js';

export interface LoopbackServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** HTTP on loopback, at the port of the last time where it is free. No time limit: a delivery may take hours. */
export async function loopbackServer(
  workFolder: string,
  name: string,
  handlerFor: (url: string) => RequestListener,
): Promise<LoopbackServer> {
  const port = await rememberedPort(join(workFolder, `${name}.port`));
  const url = `http://127.0.0.1:${port}`;
  const server = createServer({ requestTimeout: 0 }, handlerFor(url));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, close };
}
