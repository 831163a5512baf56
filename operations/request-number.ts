import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';

/** The next number of a source, theme or linkage domain: an expired request can be made again, a running one not twice. */
export async function nextRequestNumber(access: Access, about: string): Promise<number> {
  const sql = 'SELECT catalog.next_request_number($1) AS number';
  const [row] = await catalogRows<{ number: number }>(access, sql, [about]);
  return row?.number ?? 1;
}
