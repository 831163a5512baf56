import type { Logger as TemporalLogger } from '@temporalio/worker';
import { knownMessage, type Logger, type LogLevel } from './logger.js';

/**
 * Temporal's logger on ours. Its sentences and its errors may quote what a driver said: of a message only a known one is
 * kept, of an error only its code.
 */
export function temporalLogger({ log }: Logger): TemporalLogger {
  const write =
    (level: LogLevel) =>
    (message: string, meta: Record<string, unknown> = {}) => {
      const { error, ...fields } = meta;
      const code = error === undefined ? {} : { code: codeOf(error) };
      log(level, knownMessage(message), { ...fields, ...code });
    };
  const [warn, error] = [write('warn'), write('error')];
  const silent = () => undefined;
  return {
    trace: silent,
    debug: silent,
    info: silent,
    warn,
    error,
    log: (level, message, meta) => {
      if (level === 'WARN') warn(message, meta);
      if (level === 'ERROR') error(message, meta);
    },
  };
}

function codeOf(error: unknown): string {
  const { type, name } = error as { type?: unknown; name?: unknown };
  return String(type ?? name ?? 'unknown');
}
