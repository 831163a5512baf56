import type { ClientBase } from 'pg';
import { knownReference, nameOfStaff, type StaffKey } from '../../catalog/staff.js';
import { SluisError } from '../../domain/errors.js';
import type { Partakers } from '../../domain/request.js';
import { personOf, type RoleAssignment } from '../../domain/role-assignments.js';
import type { Contract, LinkageDomain } from '../../policy/contract.js';
import { excludedStaff } from '../../policy/deciders.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';
import { withClient } from '../catalog-session.js';
import type { ControlDeps } from './deps.js';
import { contractsBehind } from './facts/ancestry.js';

/** What control asks to learn who had a part in something. */
export interface StaffDeps {
  readonly themes: ThemeShelf;
  readonly staffKey: StaffKey;
  readonly assignments: readonly RoleAssignment[];
}

/**
 * Who may not decide on a request beside its submitter, by what control knows and no client says: editors of this version
 * of a contract or linkage domain, authors of the theme of a run or release and the analyst who ran it, and the staff of whoever provided what it is about.
 * Who was forgotten is left out. The names go to the workflow that asks, and into no record.
 */
export const makePartakersOf = (deps: ControlDeps) =>
  async function partakersOf(requestId: string): Promise<Partakers> {
    return await withClient(deps.pool, (client) => partakersIn(client, deps, requestId));
  };

/** The same within a transaction of the caller. */
export async function partakersIn(
  client: ClientBase,
  deps: StaffDeps,
  requestId: string,
): Promise<Partakers> {
  const analysed = await analysisBehind(client, requestId);
  const persons = new Set<string>(analysed === null ? [] : authorsOf(deps, analysed.theme));
  const editors = await editorsOf(client, requestId);
  for (const ref of analysed === null ? editors : [...editors, analysed.runBy]) {
    const name = await nameOfStaff(client, ref, deps.staffKey);
    if (name !== null) persons.add(name);
  }
  const excludedOrganisations = await providersOf(client, requestId);
  return { excludedPersons: [...persons].sort(), excludedOrganisations };
}

/**
 * References of who submitted this version before: the same text, or another text of the same source (or linkage domain)
 * under the same version number. Who submitted another version edited another text. None for a request about anything
 * else, and never who comes later: an approval that stands is not broken by it.
 */
export async function editorsOf(client: ClientBase, requestId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ ref: string }>(
    `WITH submitted AS (
       SELECT r.request_id, r.kind, r.opened_seq, r.submitted_by, coalesce(c.source_id, l.linkage_id) AS name,
         coalesce(c.version, l.version) AS version
       FROM catalog.request r
       LEFT JOIN catalog.contract c ON r.kind = 'contract' AND c.contract_hash = r.subject_hash
       LEFT JOIN catalog.linkage l ON r.kind = 'linkage' AND l.linkage_hash = r.subject_hash
       WHERE r.kind IN ('contract', 'linkage'))
     SELECT DISTINCT earlier.submitted_by AS ref FROM submitted AS this JOIN submitted AS earlier
       USING (kind, name, version)
     WHERE this.request_id = $1 AND earlier.opened_seq < this.opened_seq AND earlier.submitted_by IS NOT NULL
     ORDER BY ref`,
    [requestId],
  );
  return rows.map(({ ref }) => ref);
}

/**
 * OINs of the providers of what a request is about: of the contract, of each source of the linkage domain, or of each
 * dataset that the delivery, run or release rests on, with everything that it was made from.
 */
export async function providersOf(client: ClientBase, requestId: string): Promise<readonly string[]> {
  const own = await client.query<{ body: Contract }>(
    `SELECT c.body FROM catalog.request q LEFT JOIN catalog.delivery d ON d.delivery_id = q.subject_id
     JOIN catalog.contract c ON c.contract_hash IN (q.subject_hash, d.contract_hash)
     WHERE q.request_id = $1 AND q.kind IN ('contract', 'review')`,
    [requestId],
  );
  const read = await client.query<{ version: string }>(
    `SELECT i.version FROM catalog.request q LEFT JOIN catalog.release r ON r.release_id = q.subject_id
     JOIN catalog.run_input i ON i.run_id = coalesce(r.run_id, q.subject_id) WHERE q.request_id = $1`,
    [requestId],
  );
  const behind = await contractsBehind(
    client,
    read.rows.map(({ version }) => version),
  );
  const linkages = await client.query<{ body: LinkageDomain }>(
    `SELECT l.body FROM catalog.request q JOIN catalog.linkage l ON l.linkage_hash = q.subject_hash
     WHERE q.request_id = $1 AND q.kind = 'linkage'`,
    [requestId],
  );
  const ofLinkages = linkages.rows.flatMap(({ body }) => body.sources.map(({ provider }) => provider));
  const contracts = [...own.rows.map(({ body }) => body), ...behind];
  return [...new Set([...excludedStaff(contracts), ...ofLinkages])].sort();
}

/**
 * References of the authors that a theme names. An author whom the catalog has never met has none, and has decided on
 * nothing yet.
 */
export async function authorReferences(
  client: ClientBase,
  deps: StaffDeps,
  theme: string,
): Promise<readonly string[]> {
  const known: string[] = [];
  for (const person of authorsOf(deps, theme)) {
    const ref = await knownReference(client, person, deps.staffKey);
    if (ref !== null) known.push(ref);
  }
  return known.sort();
}

/**
 * The natural persons behind the accounts that a theme names. One that nobody keeps would exclude nobody, so that a slip
 * of the pen let an author decide: then nothing is decided on the theme.
 * @throws SluisError ThemeInvalid
 */
function authorsOf({ themes, assignments }: StaffDeps, theme: string): readonly string[] {
  return themes.bundle(theme).theme.authors.map((account) => {
    const person = personOf(assignments, account);
    if (person !== null) return person;
    throw new SluisError(
      'ThemeInvalid',
      `Theme ${theme} names ${account} as an author, and there is no such account: correct authors in theme.yaml.`,
    );
  });
}

/** The theme of the run or release that a request is about, and the reference of who ran it: of any other request, none. */
async function analysisBehind(
  client: ClientBase,
  requestId: string,
): Promise<{ readonly theme: string; readonly runBy: string } | null> {
  const { rows } = await client.query<{ theme: string; runBy: string }>(
    `SELECT u.theme, u.requested_by AS "runBy" FROM catalog.request q
     LEFT JOIN catalog.release r ON r.request_id = q.request_id OR r.release_id = q.subject_id
     JOIN catalog.run u ON u.run_id = coalesce(r.run_id, q.subject_id) AND u.kind = 'theme'
     WHERE q.request_id = $1`,
    [requestId],
  );
  return rows[0] ?? null;
}
