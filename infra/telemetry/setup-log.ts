import { closeSync, existsSync, openSync } from 'node:fs';
import { SluisError } from '../../domain/errors.js';
import type { Home } from '../home.js';
import { logFile } from '../servers/managed-process.js';
import { boundLog } from './bounded-log.js';
import type { LogFields } from './log-fields.js';
import { createLogger, type LogMessage, toDescriptor } from './logger.js';

export type SetupLog = (message: LogMessage, fields?: LogFields) => void;

/** What `sluis up` and `down` did and how long after their start: `logs/sluis.log`, 0600. */
export function setupLog(home: Home): SetupLog {
  const started = Date.now();
  const path = logFile(home, 'sluis');
  return (message, fields = {}) => {
    if (!existsSync(home.logs)) return;
    boundLog(path);
    const descriptor = openSync(path, 'a', 0o600);
    const { log } = createLogger({ role: 'setup' }, toDescriptor(descriptor));
    log(fields.code === undefined ? 'info' : 'error', message, {
      ...fields,
      durationMs: Date.now() - started,
    });
    closeSync(descriptor);
  };
}

/** Notes the code of a failure and hands it on. */
export const failed =
  (log: SetupLog) =>
  (error: unknown): never => {
    log('failed', { code: error instanceof SluisError ? error.code : 'other' });
    throw error;
  };
