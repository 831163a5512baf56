import { SluisError } from '../domain/errors.js';
import type { Access } from './access.js';

/** Reads the catalog with the reader's rights. CatalogUnavailable where it fails: the driver's text stays behind. */
export async function fromCatalog<T>(
  { catalog }: Access,
  read: (catalog: Access['catalog']) => Promise<T>,
): Promise<T> {
  try {
    return await read(catalog);
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  }
}

/** Rows of one statement with the reader's rights. @throws SluisError CatalogUnavailable */
export function catalogRows<T>(access: Access, sql: string, values: readonly unknown[]): Promise<T[]> {
  return fromCatalog(access, async (catalog) => (await catalog.query(sql, [...values])).rows as T[]);
}
