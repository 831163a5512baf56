import { join } from 'node:path';
import type { Profile } from '../domain/profile.js';
import { withDuckDb } from '../lake/duckdb-session.js';
import { profileLanded } from '../lake/profile-landed.js';
import { refuseUnsendable } from '../operations/send-parts.js';
import type { Contract } from '../policy/contract.js';
import { treatmentPlan } from '../policy/treatment-plan.js';
import { withTrialFolder } from './trial-folder.js';

/**
 * Profiles files as the vault would after they have landed; nothing is kept.
 * @throws SluisError UsageInvalid for what is no file, and could not be sent
 */
export async function profileFiles(
  contract: Contract,
  hash: string,
  paths: readonly string[],
): Promise<Profile> {
  await refuseUnsendable(paths);
  const plan = treatmentPlan(contract, hash, contract.sourceId);
  return withTrialFolder((folder, signal) =>
    withDuckDb({ tempFolder: join(folder, 'spill'), signal }, (session) =>
      profileLanded(session, paths, plan, folder),
    ),
  );
}
