import { SluisError } from '../domain/errors.js';
import type { DuckDbSession } from './duckdb-session.js';

/** GROUPING() is a 64-bit number; wider scans also gain little. */
const MOST_COLUMNS = 24;
/** A third of the session's 1 GB: while tables grow and those of the threads are joined, values stand there twice. */
const BYTES_A_SCAN = 360_000_000;
/** At 60 bytes a distinct value, and half of the cells distinct: what is no larger is not worth a look beforehand. */
const CELLS_A_SCAN = 24_000_000;

export interface ScanSize {
  readonly records: number;
  readonly columns: number;
  /** About how many bytes the distinct values of each column take; asked for large deliveries only, since it reads them. */
  readonly bytesByColumn: () => Promise<readonly number[]>;
}

/**
 * Runs a scan over groups of columns, as many at once as fit in memory: distinct values of a landed file are
 * identified data, and what the engine spills is plain. Where they do not fit after all, the next scans take half as
 * many columns. Only one column that does not fit alone may spill.
 * @returns the results in the order of the columns
 */
export async function inScans<T>(
  session: DuckDbSession,
  { records, columns, bytesByColumn }: ScanSize,
  scan: (places: readonly number[]) => Promise<T>,
): Promise<readonly T[]> {
  const bytes = records * columns > CELLS_A_SCAN ? await bytesByColumn() : [];
  const results: T[] = [];
  let most = MOST_COLUMNS;
  let from = 0;
  while (from < columns || results.length === 0) {
    const width = Math.min(most, widthFrom(from, columns, bytes));
    const places = Array.from({ length: width }, (_, at) => from + at);
    const result = await withoutSpill(session, () => scan(places));
    if (result.fits) results.push(result.value);
    else if (width <= 1) results.push(await scan(places));
    else {
      most = Math.ceil(width / 2);
      continue;
    }
    from += width;
  }
  return results;
}

/** Columns from this one on whose distinct values fit together, one at least. */
function widthFrom(from: number, columns: number, bytes: readonly number[]): number {
  let width = 0;
  for (let sum = 0; from + width < columns; width += 1) {
    sum += bytes[from + width] ?? 0;
    if (sum > BYTES_A_SCAN) break;
  }
  return Math.min(Math.max(1, width), columns - from);
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
