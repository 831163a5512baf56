import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '../domain/profile.js';
import { withDuckDb } from '../lake/duckdb-session.js';
import { profileLanded } from '../lake/profile-landed.js';
import type { Contract } from '../policy/contract.js';
import { treatmentPlan } from '../policy/treatment-plan.js';

/** Profiles files as the vault would after they have landed; nothing is kept. */
export async function profileFiles(
  contract: Contract,
  hash: string,
  paths: readonly string[],
): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'sluis-check-'));
  try {
    const plan = treatmentPlan(contract, hash, contract.sourceId);
    return await withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
      profileLanded(session, paths, plan, folder),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
