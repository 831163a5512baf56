import { nameOfStaff } from '../../catalog/staff.js';
import { withClient } from '../catalog-session.js';
import type { ControlDeps } from './deps.js';

/** Names behind references; who was forgotten is left out. They go to who asked, and into no record. */
export const makeReadStaffNames = ({ pool, staffKey }: ControlDeps) =>
  async function readStaffNames(refs: readonly string[]): Promise<Readonly<Record<string, string>>> {
    return await withClient(pool, async (client) => {
      const names: Record<string, string> = {};
      for (const ref of refs) {
        const name = await nameOfStaff(client, ref, staffKey);
        if (name !== null) names[ref] = name;
      }
      return names;
    });
  };
