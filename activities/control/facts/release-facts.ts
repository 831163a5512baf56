import type { ClientBase } from 'pg';
import type { RunRequested } from '../../../catalog/event-bodies.js';
import { sealed } from '../../../catalog/seals.js';
import type { DatasetColumn } from '../../../domain/dataset.js';
import { isOpenInput } from '../../../policy/about-persons.js';
import { countsPersons } from '../../../policy/counted-units.js';
import type { Facts, InputFacts, ReleaseFacts } from '../../../policy/facts.js';
import type { ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import { type ProtectionReport, protectionSealKey } from '../../protection-seal.js';
import { themeTables } from '../../theme-tables.js';
import { authorReferences, type StaffDeps } from '../partakers.js';
import { decidedFacts } from './contract-facts.js';
import { inputFacts } from './input-facts.js';
import { type Lineages, lineagesOf, publishedFacts, shown } from './published-facts.js';
import { askedFacts, runRequest } from './run-facts.js';

interface ReleaseRow {
  readonly runId: string;
  readonly theme: string;
  readonly resultVersion: string;
  /** What the run made, and what the protected tables were made from. */
  readonly runOutput: string | null;
  readonly tablesFrom: readonly string[] | null;
  /** What the result was made from, and the theme that made it. */
  readonly madeFrom: readonly string[] | null;
  readonly madeBy: string | null;
  /** When the result was made. */
  readonly madeAt: Date | null;
  readonly requestId: string;
  readonly requestedBy: string;
  readonly tables: string;
  readonly protectedColumns: readonly DatasetColumn[] | null;
}

/**
 * What is about to leave at G5: the inputs of its run, and what disclosure control made of its tables. What people
 * approved for the run holds for its release too: the same inputs, theme, purpose and requester.
 */
export async function releaseFacts(
  client: ClientBase,
  deps: StaffDeps,
  releaseId: string,
  approval: 'pending' | 'asked',
): Promise<Facts> {
  const { rows } = await client.query<ReleaseRow>(
    `SELECT r.run_id AS "runId", r.theme, r.result_version AS "resultVersion", u.output_version AS "runOutput",
       v.manifest->'inputs' AS "tablesFrom", r.request_id AS "requestId", r.requested_by AS "requestedBy",
       r.protected_version AS tables, v.manifest->'columns' AS "protectedColumns",
       made.made_at AS "madeAt", made.manifest->'inputs' AS "madeFrom", made.contract_hash AS "madeBy"
     FROM catalog.release r LEFT JOIN catalog.dataset_version v ON v.version = r.protected_version
     LEFT JOIN catalog.run u ON u.run_id = r.run_id
     LEFT JOIN catalog.dataset_version made ON made.version = r.result_version
     WHERE r.release_id = $1`,
    [releaseId],
  );
  const row = rows[0];
  const request = row ? await runRequest(client, row.runId) : null;
  const seal = await sealed(client, 'data_protection', protectionSealKey(releaseId));
  if (!row?.protectedColumns || !row.madeAt || !request || !seal || !isOneStory(row, request)) return {};
  const { inputs, reviews, manifests } = await inputFacts(client, request.inputs, [
    { subjectId: row.runId, askedBy: request.requester.ref },
    { subjectId: releaseId, askedBy: row.requestedBy },
  ]);
  if (inputs.length !== request.inputs.length) return {};
  const bundle = deps.themes.bundle(request.theme);
  if (bundle.hash !== request.themeHash || bundle.theme.purpose !== request.purpose) return {};
  const tables = themeTables(bundle.theme, request.inputs, manifests);
  const lineages = await lineagesOf(bundle, tables);
  const { forms, fewestUnits } = seal.body as unknown as ProtectionReport;
  const release: ReleaseFacts = {
    inputs,
    asked: await askedFacts(client, deps, request, { bundle, tables, inputs }),
    retention: {
      zone: 'result',
      storedAt: row.madeAt.toISOString(),
      legalHold: inputs.some(({ retention }) => retention?.legalHold),
    },
    approval:
      approval === 'pending'
        ? { state: 'pending' }
        : await decidedFacts(client, row.requestId, {
            excludedPersons: [request.requester.ref, ...(await authorReferences(client, deps, row.theme))],
          }),
    tables: row.tables,
    promisedLevel: bundle.theme.minimumLevel,
    protection: protectionOf(bundle, lineages, tables, inputs),
    ...publishedFacts({ bundle, tables, inputs, columns: row.protectedColumns, forms }, lineages),
    otherUnits: otherUnits(bundle, lineages, tables, inputs),
    fewestUnits,
  };
  return { release, reviews };
}

/** The tables must be of the result of the very run whose inputs are judged; anything else is unknown, and denied. */
function isOneStory(row: ReleaseRow, run: RunRequested): boolean {
  const { theme, resultVersion, runOutput, tablesFrom, madeFrom, madeBy } = row;
  const isOfRun = theme === run.theme && runOutput !== null && resultVersion === runOutput;
  const isOfTables = tablesFrom?.length === 1 && tablesFrom[0] === resultVersion;
  const judged = new Set(run.inputs.map(({ version }) => version));
  const read = new Set(madeFrom);
  const isOfInputs = read.size === judged.size && [...read].every((version) => judged.has(version));
  return isOfRun && isOfTables && isOfInputs && madeBy === run.themeHash;
}

/** Protected tables about persons that count anything but persons, by the statement that makes their units. */
function otherUnits(
  { theme }: ThemeBundle,
  lineages: Lineages,
  tables: ReturnType<typeof themeTables>,
  inputs: readonly InputFacts[],
): ReleaseFacts['otherUnits'] {
  return shown(theme.outputs).flatMap((output) => {
    if (output.protection === 'none') return [];
    const lineage = lineages.get(output.id);
    const versions = Object.keys(lineage?.read ?? {}).map(
      (name) => tables.find((table) => table.name === name)?.version,
    );
    const units = [output.table.unit].flat().map((unit) => {
      const column = lineage?.outputs.find(({ name }) => name === unit);
      return column?.pseudonym?.entityType ?? null;
    });
    const read = inputs.filter(({ version }) => versions.includes(version));
    return countsPersons({ inputs: read, units }) ? [] : [output.id];
  });
}

/**
 * An output without disclosure control must rest on open inputs alone, by the lineage of its statement; one that does
 * not makes the whole release unsafe. What was protected was sealed only after its own attack had failed.
 */
function protectionOf(
  { theme }: ThemeBundle,
  lineages: Lineages,
  tables: ReturnType<typeof themeTables>,
  inputs: readonly InputFacts[],
): ReleaseFacts['protection'] {
  const published = shown(theme.outputs);
  for (const { id } of published.filter(({ protection }) => protection === 'none')) {
    const read = Object.keys(lineages.get(id)?.read ?? {});
    const versions = read.map((name) => tables.find((table) => table.name === name)?.version);
    const isOpen = versions.every((version) =>
      inputs.some((input) => input.version === version && isOpenInput(input)),
    );
    if (!isOpen) return 'unsafe';
  }
  return published.some(({ protection }) => protection !== 'none') ? 'safe' : 'not-needed';
}
