import type { ClientBase } from 'pg';
import type { RunRequested } from '../../../catalog/event-bodies.js';
import type { Json } from '../../../domain/canonical-json.js';
import { sha256Json } from '../../../domain/digest.js';
import { pseudonymLinks } from '../../../lake/sql/lineage.js';
import { readStatement } from '../../../lake/sql/read-statement.js';
import type { LinkageDomain } from '../../../policy/contract.js';
import { LINKAGE_DECIDERS } from '../../../policy/deciders.js';
import type { AskedFacts, Facts, InputFacts, RunFacts } from '../../../policy/facts.js';
import { providersOf } from '../../../policy/providers.js';
import { sameType } from '../../../policy/rules/derived.js';
import { isApproved } from '../../../policy/rules/submission.js';
import type { ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import { themeTables } from '../../theme-tables.js';
import type { StaffDeps } from '../partakers.js';
import { checkAreaYears } from './area-years.js';
import { decidedFacts } from './contract-facts.js';
import { inputFacts } from './input-facts.js';
import { themeReviews } from './theme-reviews.js';

/**
 * What a run asks for at G4, and what it would read. A theme or an input that is not as it was asked leaves the run
 * unknown: DENY.
 */
export async function runFacts(client: ClientBase, deps: StaffDeps, runId: string): Promise<Facts> {
  const request = await runRequest(client, runId);
  if (!request) return {};
  const { inputs, reviews, manifests } = await inputFacts(client, request.inputs, [
    { subjectId: runId, askedBy: request.requester.ref },
  ]);
  if (inputs.length !== request.inputs.length) return {};
  const bundle = deps.themes.bundle(request.theme);
  if (bundle.hash !== request.themeHash || bundle.theme.purpose !== request.purpose) return {};
  const tables = themeTables(bundle.theme, request.inputs, manifests);
  const run: RunFacts = { ...(await askedFacts(client, deps, request, { bundle, tables, inputs })), inputs };
  return { run, reviews };
}

/** What the theme of a run is, and what it reads. */
interface AskedOf {
  readonly bundle: ThemeBundle;
  readonly tables: ReturnType<typeof themeTables>;
  readonly inputs: readonly InputFacts[];
}

/**
 * What a run asks for, at G4 and again at the G5 of its release.
 * @throws SluisError ThemeInvalid where it says another year of areas than a contract: the gate denies (S00)
 */
export async function askedFacts(
  client: ClientBase,
  deps: StaffDeps,
  request: RunRequested,
  { bundle, tables, inputs }: AskedOf,
): Promise<AskedFacts> {
  checkAreaYears(bundle.theme, inputs);
  const linkage = await linkageFacts(client, bundle);
  const links = await linksOf(bundle, tables);
  return {
    theme: request.theme,
    purpose: request.purpose,
    controller: request.requester.organisation,
    requester: request.requester.organisation,
    themeReviews: await themeReviews(client, deps, bundle),
    comparedPseudonyms: comparedPseudonyms(links, bundle, inputs),
    linkedKeys: [...new Set(links.flatMap(({ tags }) => tags.map(({ entityType }) => entityType)))].sort(),
    ...(linkage ? { linkage } : {}),
  };
}

/** The body of the event that asked for a run. */
export async function runRequest(client: ClientBase, runId: string): Promise<RunRequested | null> {
  const { rows } = await client.query<{ body: RunRequested }>(
    `SELECT body FROM catalog.event WHERE type = 'runRequested' AND body->>'runId' = $1`,
    [runId],
  );
  return rows[0]?.body ?? null;
}

type Links = ReturnType<typeof pseudonymLinks>;

/** Every meeting of pseudonyms in the statements, whoever provided them. */
async function linksOf({ statements }: ThemeBundle, tables: ReturnType<typeof themeTables>): Promise<Links> {
  const read = Object.values(statements).map(async (sql) => pseudonymLinks(await readStatement(sql), tables));
  return (await Promise.all(read)).flat();
}

/** Pairs of pseudonyms that meet in the statements: of different types anywhere, of one type where their persons have several providers. */
export function comparedPseudonyms(
  links: Links,
  { theme }: Pick<ThemeBundle, 'theme'>,
  inputs: readonly InputFacts[],
): RunFacts['comparedPseudonyms'] {
  const behind = (table: string): readonly string[] => {
    const dataset = theme.inputs.find((one) => one.table === table)?.dataset;
    const input = inputs.find((one) => one.dataset === dataset);
    const providers = input ? [input.contract, ...input.ancestors].flatMap(providersOf) : [];
    return providers.length > 0 ? providers : [table];
  };
  const isOfSeveral = (linked: readonly string[]) => new Set(linked.flatMap(behind)).size > 1;
  return links
    .filter(({ tags, tables }) => isOfSeveral(tables) || !sameType(...tags))
    .map(({ tags }) => tags);
}

/** The theme's linkage domain, and whether a steward and a privacy officer decided on it, neither of a provider's staff. */
async function linkageFacts(client: ClientBase, { theme }: ThemeBundle): Promise<RunFacts['linkage'] | null> {
  if (theme.linkageDomain === undefined) return null;
  const { rows } = await client.query<{ body: LinkageDomain; hash: string; requestId: string }>(
    `SELECT body, linkage_hash AS hash, approved_in AS "requestId" FROM catalog.linkage
     WHERE linkage_id = $1 AND approved_at IS NOT NULL ORDER BY approved_at DESC LIMIT 1`,
    [theme.linkageDomain],
  );
  const row = rows[0];
  if (!row) return null;
  const { request, decisions } = await decidedFacts(client, row.requestId);
  const isBoth = LINKAGE_DECIDERS.every((role) => request.deciders.includes(role));
  const isSame = request.subjectHash === row.hash && sha256Json(row.body as unknown as Json) === row.hash;
  return { domain: row.body, approvedByTwo: isBoth && isSame && isApproved(request, decisions) };
}
