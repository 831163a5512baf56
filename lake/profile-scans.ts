import { SluisError } from '../domain/errors.js';
import type { DuckDbSession } from './duckdb-session.js';

/** GROUPING() is a 64-bit number; wider scans also gain little. */
const MOST_COLUMNS = 24;
/** At 50 to 60 bytes a distinct value, and half of the cells distinct, three quarters of the session's 1 GB. */
const CELLS_A_SCAN = 24_000_000;

/**
 * Runs a scan over groups of columns, as many at once as fit in memory: distinct values of a landed file are
 * identified data, and what the engine spills is plain. Where they do not fit after all, the next scans take half as
 * many columns. Only one column that does not fit alone may spill.
 * @param size records and columns of the delivery
 * @returns the results in the order of the columns
 */
export async function inScans<T>(
  session: DuckDbSession,
  size: { readonly records: number; readonly columns: number },
  scan: (places: readonly number[]) => Promise<T>,
): Promise<readonly T[]> {
  const { records, columns } = size;
  const results: T[] = [];
  let width = Math.max(1, Math.min(MOST_COLUMNS, columns, Math.floor(CELLS_A_SCAN / Math.max(1, records))));
  let from = 0;
  while (from < columns || results.length === 0) {
    const places = Array.from({ length: Math.min(width, columns - from) }, (_, at) => from + at);
    const result = await withoutSpill(session, () => scan(places));
    if (result.fits) results.push(result.value);
    else if (width === 1) results.push(await scan(places));
    else {
      width = Math.ceil(width / 2);
      continue;
    }
    from += places.length;
  }
  return results;
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
