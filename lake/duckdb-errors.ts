import { SluisError } from '../domain/errors.js';
import type { ShapeFinding } from '../domain/profile.js';

/** Classes of the engine that mean: try again later, on this or another machine. */
const TRANSIENT = ['IO Error', 'Out of Memory Error', 'INTERRUPT Error'];
/** Classes that mean: the bytes that were read are not what was agreed. `Invalid Error` comes of the libraries that decode Parquet. */
const MALFORMED = [
  'Invalid Input Error',
  'Invalid Error',
  'Conversion Error',
  'Out of Range Error',
  'Serialization Error',
];

/**
 * The engine's errors quote the rows they stumble over. Only their class, the line number at the fixed place where the
 * CSV reader puts it, and our own word for the problem pass.
 */
export function engineError(error: unknown): SluisError {
  if (error instanceof SluisError) return error;
  const message = error instanceof Error ? error.message : '';
  const engineClass = /^([A-Z][A-Za-z]* ?(?:[A-Za-z]+ ){0,3}Error):/.exec(message)?.[1] ?? 'Unknown Error';
  if (MALFORMED.includes(engineClass)) {
    const line = /^Invalid Input Error: CSV Error on Line: (\d+)\n/.exec(message)?.[1];
    const finding = problem(message);
    if (line === undefined)
      return new SluisError('SourceMalformed', `The content cannot be read (${finding}).`, {
        engineClass,
        finding,
      });
    return new SluisError('SourceMalformed', `The content cannot be read at line ${line} (${finding}).`, {
      engineClass,
      finding,
      line: Number(line),
    });
  }
  if (TRANSIENT.includes(engineClass)) {
    return new SluisError('ServerUnavailable', `The query engine stopped (${engineClass}); try again.`, {
      engineClass,
    });
  }
  return new SluisError('SpecInvalid', `The query engine refused a statement (${engineClass}).`, {
    engineClass,
  });
}

function problem(message: string): ShapeFinding {
  if (message.includes('\nExpected Number of Columns:')) return 'ragged';
  if (message.includes('\nInvalid unicode')) return 'encoding';
  if (message.includes('Maximum line size')) return 'line-too-long';
  return 'unreadable';
}
