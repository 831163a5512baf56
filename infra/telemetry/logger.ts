import pino, { type DestinationStream } from 'pino';
import { allowedFields, type LogFields } from './log-fields.js';

/** Every sentence that a log of ours can hold: a text that is put together could quote a value. */
export const LOG_MESSAGES = [
  'starting',
  'ready',
  'stopping',
  'stopped',
  'servers ready',
  'schema ready',
  'workers ready',
  'failed',
  'log cut',
  'reminder due',
  'destruction delayed',
  'Activity failed',
  'Activity cancelled',
  'Workflow failed',
  'Workflow task failed',
  'Failed to activate workflow',
  'Worker state changed',
  'temporal sdk',
] as const;
export type LogMessage = (typeof LOG_MESSAGES)[number];
export type LogLevel = 'info' | 'warn' | 'error';

export interface Logger {
  readonly log: (level: LogLevel, message: LogMessage, fields?: LogFields) => void;
}

/** One JSON document a line: time, level, `msg` and allowed fields. Written at once: a killed process loses nothing. */
export function createLogger(base: LogFields, destination: DestinationStream): Logger {
  const writer = pino(
    {
      base: allowedFields({ ...base }),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: allowedFields },
    },
    destination,
  );
  return { log: (level, message, fields = {}) => writer[level]({ ...fields }, message) };
}

/** A message as it may be written: one of the known ones, else what stands for all of Temporal's own. */
export function knownMessage(text: string): LogMessage {
  return LOG_MESSAGES.find((message) => message === text) ?? 'temporal sdk';
}

/** Appends to a file descriptor, synchronously. */
export function toDescriptor(descriptor: number): DestinationStream {
  return pino.destination({ dest: descriptor, sync: true });
}
