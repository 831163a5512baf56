import { copyFileSync, fstatSync, ftruncateSync, statSync, truncateSync } from 'node:fs';
import type { Logger } from './logger.js';

/** Of one log file; one older file of the same size may stand beside it as `.1`. */
export const LOG_LIMIT_BYTES = 10_000_000;

/** Puts a log that has grown past the limit aside and empties it; whoever appends to it goes on. */
export function boundLog(path: string, limit = LOG_LIMIT_BYTES): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= limit) return false;
  copyFileSync(path, `${path}.1`);
  truncateSync(path);
  return true;
}

/** A worker keeps its own log within the limit while it runs: it may write there, not make files beside it. */
export function boundOwnLog(logger: Logger, descriptor: number, limit = LOG_LIMIT_BYTES): NodeJS.Timeout {
  const check = () => {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size <= limit) return;
    ftruncateSync(descriptor, 0);
    logger.log('warn', 'log cut', { count: status.size });
  };
  return setInterval(check, 60_000).unref();
}
