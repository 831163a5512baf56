import { control } from './activities.js';

/** Names behind references, which control alone can open; a forgotten person has none. */
export async function readStaffNames(refs: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return await control.readStaffNames(refs);
}
