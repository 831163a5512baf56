import { SluisError } from '../domain/errors.js';
import type { Access } from './access.js';

/** Rows of one statement with the reader's rights. CatalogUnavailable where it fails: the driver's text stays behind. */
export async function catalogRows<T>(
  { catalog }: Access,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  try {
    return (await catalog.query(sql, [...values])).rows as T[];
  } catch {
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  }
}
