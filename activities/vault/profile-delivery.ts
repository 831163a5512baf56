import { seal, sealed } from '../../catalog/seals.js';
import type { Json } from '../../domain/canonical-json.js';
import type { Profile } from '../../domain/profile.js';
import { withDuckDb } from '../../lake/duckdb-session.js';
import { profileLanded } from '../../lake/profile-landed.js';
import { treatmentPlan } from '../../policy/treatment-plan.js';
import { withClient } from '../catalog-session.js';
import { contractByHash, deliveryContract } from '../contract-of.js';
import { withHeartbeat } from '../progress.js';
import { withWorkFolder } from '../work-files.js';
import { sealedLanding } from './delivery.js';
import type { VaultDeps } from './deps.js';
import { withPlainParts } from './landed-files.js';
import { profileSealKey } from './seal-keys.js';

/** Looks at every value of a sealed landing and seals what was found: counts, positions and names of the contract. */
export const makeProfileDelivery = (deps: VaultDeps) =>
  async function profileDelivery(deliveryId: string): Promise<{ rows: number; profileHash: string }> {
    const key = profileSealKey(deliveryId);
    const known = await withClient(deps.pool, (client) => sealed(client, 'vault_profile', key));
    if (known) return answer(known);
    const { landing, plan } = await withClient(deps.pool, async (client) => {
      const hash = await deliveryContract(client, deliveryId);
      const contract = await contractByHash(client, hash);
      return {
        landing: await sealedLanding(client, deliveryId),
        plan: treatmentPlan(contract, hash, contract.sourceId),
      };
    });
    const profile = await withHeartbeat((signal) =>
      withWorkFolder(deps.workFolder, (folder) =>
        withPlainParts(deps, landing, folder, (paths) =>
          withDuckDb({ tempFolder: `${folder}/spill`, signal }, (session) =>
            profileLanded(session, paths, plan, folder),
          ),
        ),
      ),
    );
    const body = profile as unknown as Json;
    return answer(await withClient(deps.pool, (client) => seal(client, 'vault_profile', key, body)));
  };

function answer({ body, sha256 }: { body: Json; sha256: string }) {
  return { rows: (body as unknown as Profile).rows, profileHash: sha256 };
}
