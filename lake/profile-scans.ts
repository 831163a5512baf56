import { SluisError } from '../domain/errors.js';
import type { DuckDbSession } from './duckdb-session.js';

/** GROUPING() is a 64-bit number; wider scans also gain little. */
const MOST_SLICES = 24;
/** A third of the session's 1 GB: while tables grow and those of the threads are joined, values stand there twice. */
const BYTES_A_SCAN = 360_000_000;
/** Smaller than a scan, so that slices of several columns fill it. */
const BYTES_A_SLICE = BYTES_A_SCAN / 2;
/** Each part is one reading of the file more: beyond this, spill is the lesser evil. */
const MOST_PARTS = 32;

/** The values of one column, or those of them whose hash falls in one of some equal parts. */
export interface Slice {
  /** Place of the column in the delivery, from 0. */
  readonly place: number;
  /** From 0 to `parts` - 1. */
  readonly part: number;
  readonly parts: number;
}

/** SQL of whether a value belongs to a slice. The engine's own tables go by the lowest and the highest bits. */
export function inSlice(hash: string, { part, parts }: Slice): string {
  return parts === 1 ? 'true' : `(${hash} // 4294967296) % ${parts} = ${part}`;
}

/**
 * Runs scans over the columns, each over as many slices as fit in memory: distinct values of a landed file are
 * identified data, and what the engine spills is plain. A column that does not fit is taken in parts, a larger file in
 * more scans, so that memory does not grow with the file. Where slices do not fit after all, the next scans take half as
 * many, and a slice that does not fit alone is halved; only beyond the most parts it may spill.
 * @param bytes about how much memory the distinct values of each column take; 0 where none is expected to matter
 * @returns the results in the order of the columns; without columns, that of one empty scan
 */
export async function inScans<T>(
  session: DuckDbSession,
  bytes: readonly number[],
  scan: (slices: readonly Slice[]) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  let waiting = bytes.flatMap(slicesOf);
  let most = MOST_SLICES;
  do {
    const taken = waiting.slice(0, Math.min(most, fitting(waiting, bytes)));
    const result = await withoutSpill(session, () => scan(taken));
    const [first] = taken;
    if (!result.fits && taken.length > 1) most = Math.ceil(taken.length / 2);
    else if (!result.fits && first && first.parts < MOST_PARTS) {
      waiting = [...halves(first), ...waiting.slice(1)];
      most = 1;
    } else {
      results.push(result.fits ? result.value : await scan(taken));
      waiting = waiting.slice(taken.length);
    }
  } while (waiting.length > 0);
  return results;
}

function slicesOf(bytes: number, place: number): readonly Slice[] {
  const parts = Math.min(MOST_PARTS, Math.max(1, Math.ceil(bytes / BYTES_A_SLICE)));
  return Array.from({ length: parts }, (_, part) => ({ place, part, parts }));
}

function halves({ place, part, parts }: Slice): readonly Slice[] {
  return [part, part + parts].map((half) => ({ place, part: half, parts: 2 * parts }));
}

/** How many of the first slices fit together, one at least. */
function fitting(slices: readonly Slice[], bytes: readonly number[]): number {
  let sum = 0;
  const over = slices.findIndex(({ place, parts }) => {
    sum += (bytes[place] ?? 0) / parts;
    return sum > BYTES_A_SCAN;
  });
  return over < 0 ? slices.length : Math.max(1, over);
}

type Fitting<T> = { readonly fits: true; readonly value: T } | { readonly fits: false };

async function withoutSpill<T>(session: DuckDbSession, task: () => Promise<T>): Promise<Fitting<T>> {
  await session.run(`SET max_temp_directory_size = '0KB'`);
  try {
    return { fits: true, value: await task() };
  } catch (error) {
    if (error instanceof SluisError && error.details.engineClass === 'Out of Memory Error')
      return { fits: false };
    throw error;
  } finally {
    await session.run('RESET max_temp_directory_size');
  }
}
