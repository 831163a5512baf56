import type { ClientBase } from 'pg';
import type { Contract } from '../../../policy/contract.js';
import type { InputFacts } from '../../../policy/facts.js';

interface StepBehind {
  readonly contractHash: string;
  /** Null where the log has none of that hash. */
  readonly contract: Contract | null;
  /** Whether what it was made from is another version of the log, or something that landed. */
  readonly isKnown: boolean;
}

/** Each version, and each one that it was made from by the manifests of the log, down to what landed; once an input. */
async function stepsBehind(client: ClientBase, versions: readonly string[]): Promise<readonly StepBehind[]> {
  const { rows } = await client.query<StepBehind>(
    `WITH RECURSIVE made AS (
       SELECT version, contract_hash, manifest->'inputs' AS inputs FROM catalog.dataset_version
       WHERE version = ANY ($1)
       UNION SELECT v.version, v.contract_hash, v.manifest->'inputs' FROM made
         CROSS JOIN LATERAL jsonb_array_elements_text(made.inputs) AS behind(version)
         JOIN catalog.dataset_version v ON v.version = behind.version)
     SELECT made.contract_hash AS "contractHash", c.body AS contract,
       EXISTS (SELECT 1 FROM catalog.dataset_version v WHERE v.version = behind.version)
         OR EXISTS (SELECT 1 FROM catalog.delivery d WHERE d.landing_hash = behind.version) AS "isKnown"
     FROM made LEFT JOIN LATERAL jsonb_array_elements_text(made.inputs) AS behind(version) ON true
       LEFT JOIN catalog.contract c ON c.contract_hash = made.contract_hash
     ORDER BY made.contract_hash`,
    [versions],
  );
  return rows;
}

/** The contracts of versions and of everything that they were made from, each once. */
export async function contractsBehind(
  client: ClientBase,
  versions: readonly string[],
): Promise<readonly Contract[]> {
  return distinct(await stepsBehind(client, versions)).map(({ contract }) => contract);
}

/**
 * What a version was made from: contracts besides its own, and whether every line ends at something that landed. A step
 * that names nothing, or what the log does not know, leaves it unknown: the gate denies.
 */
export async function ancestry(
  client: ClientBase,
  version: string,
  contractHash: string,
): Promise<Pick<InputFacts, 'ancestors' | 'lineage'>> {
  const steps = await stepsBehind(client, [version]);
  const isWhole = steps.length > 0 && steps.every(({ contract, isKnown }) => contract !== null && isKnown);
  return {
    ancestors: distinct(steps.filter((step) => step.contractHash !== contractHash)).map(
      ({ contract }) => contract,
    ),
    lineage: isWhole ? 'complete' : 'unknown',
  };
}

function distinct(steps: readonly StepBehind[]) {
  const known = steps.flatMap(({ contractHash, contract }) => (contract ? [{ contractHash, contract }] : []));
  return [...new Map(known.map((step) => [step.contractHash, step])).values()];
}
