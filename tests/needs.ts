import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

/** The real files stay where they are, and nothing of them is in the repository. */
export const DATA = process.env.SLUIS_DATA ?? fileURLToPath(new URL('../../shared/data', import.meta.url));

/** What some tests need of the machine, and what is to be said of one that has it not. */
const ABSENT = {
  data: 'the real files are neither in ../shared/data nor in the folder that SLUIS_DATA names',
  root: 'not started as root, so no process has a uid of its own',
  account: 'the repository lies in a closed folder of root, where no other account can run it',
  postgres: 'no PostgreSQL older than the embedded one is installed with its tools',
  servers: 'no servers of our own: they are not built, or a variable names others',
} as const;
export type Need = keyof typeof ABSENT;

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test was skipped, for the line before the counts. */
    lacks?: string;
  }
}

const required = requiredNeeds(process.env.SLUIS_REQUIRE);

/**
 * A suite that is skipped, with its reason, where the machine lacks what it needs: a checkout on a bare machine stays
 * green. Where `SLUIS_REQUIRE` names the need, its absence is a failure, so that no build calls itself whole by skipping.
 */
export function describeNeeding(need: Need, isMet: boolean, name: string, tests: () => void): void {
  if (isMet) return void describe(name, tests);
  const lacks = `${need}: ${ABSENT[need]}`;
  if (!required.has(need)) return void describe(name, { skip: true, meta: { lacks } }, tests);
  describe(name, () => {
    it(`has what it needs: ${need}`, () => {
      throw new Error(`SLUIS_REQUIRE asks for ${lacks}`);
    });
  });
}

export function describeOnData(name: string, tests: () => void): void {
  describeNeeding('data', existsSync(DATA), name, tests);
}

/** @throws Error where the list, divided by commas, names something else: a slip would require nothing */
export function requiredNeeds(list = ''): ReadonlySet<Need> {
  const named = list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const known = Object.keys(ABSENT) as Need[];
  if (named.every((one) => known.some((need) => need === one))) return new Set(named as Need[]);
  throw new Error(`SLUIS_REQUIRE takes ${known.join(', ')}, divided by commas`);
}
