import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { freePort } from './servers/ports.js';

/** A free loopback port, if possible the one of the last time: a sender in the middle of a delivery finds it again. */
export async function rememberedPort(file: string): Promise<number> {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = await freePort(Number.isInteger(last) ? last : 0);
  writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}
