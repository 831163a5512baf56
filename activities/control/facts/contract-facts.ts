import type { ClientBase } from 'pg';
import type { Role } from '../../../domain/names.js';
import type { Decision } from '../../../domain/people.js';
import type { DecisionRequest, Partakers } from '../../../domain/request.js';
import type { Contract } from '../../../policy/contract.js';
import type { ApprovalFacts, Facts, ReviewFacts } from '../../../policy/facts.js';
import { editorsOf, providersOf } from '../partakers.js';

interface ContractRow {
  readonly body: Contract;
  readonly approvedIn: string | null;
  readonly suspended: boolean;
  readonly withdrawn: boolean;
  readonly held: boolean;
}

/** A contract with the approval that it stands on, and the measures on its source. Null where it is unknown. */
export async function contractFacts(client: ClientBase, contractHash: string): Promise<KnownContract | null> {
  const { rows } = await client.query<ContractRow>(
    `SELECT c.body, c.approved_in AS "approvedIn",
       coalesce(bool_or(m.state = 'suspended'), false) AS suspended,
       coalesce(bool_or(m.state = 'withdrawn' AND m.contract_hash = c.contract_hash), false) AS withdrawn,
       coalesce(bool_or(m.state = 'held'), false) AS held
     FROM catalog.contract c LEFT JOIN catalog.measure m ON m.source_id = c.source_id
     WHERE c.contract_hash = $1 GROUP BY c.contract_hash`,
    [contractHash],
  );
  const row = rows[0];
  if (!row) return null;
  const { body: contract, approvedIn, suspended, withdrawn, held } = row;
  const approval = approvedIn === null ? {} : { approval: await decidedFacts(client, approvedIn) };
  return {
    known: { contract, contractHash, ...approval, lifecycle: { suspended, withdrawn } },
    legalHold: held,
  };
}

export interface KnownContract {
  readonly known: Pick<Facts, 'contract' | 'contractHash' | 'approval' | 'lifecycle'> & {
    readonly contract: Contract;
  };
  /** Nothing of its source may be destroyed (T01 waits). */
  readonly legalHold: boolean;
}

/** A delivery, run or release that gates put to people, and the reference of who asked for it: they may not decide. */
export interface Reviewed {
  readonly subjectId: string;
  readonly askedBy: string;
}

/** Reviews that people were asked for about one subject, with what they decided. */
export async function reviewFacts(
  client: ClientBase,
  { subjectId, askedBy }: Reviewed,
  contractHash: string,
): Promise<readonly ReviewFacts[]> {
  const { rows } = await client.query<{ requestId: string; codes: string[] }>(
    'SELECT request_id AS "requestId", codes FROM catalog.review WHERE subject_id = $1 ORDER BY request_id',
    [subjectId],
  );
  const reviews: ReviewFacts[] = [];
  for (const { requestId, codes } of rows) {
    reviews.push({ codes, contractHash, ...(await reviewedBy(client, requestId, askedBy)) });
  }
  return reviews;
}

/** A review with its decisions; who asked for what it is about stands in its place of submitter, and may not decide. */
export async function reviewedBy(
  client: ClientBase,
  requestId: string,
  askedBy: string,
  also: Partial<Partakers> = {},
): Promise<Pick<ReviewFacts, 'request' | 'decisions'>> {
  const { request, decisions } = await decidedFacts(client, requestId, also);
  return { request: { ...request, submitter: person(askedBy, [], '') }, decisions };
}

interface RequestRow {
  readonly subjectHash: string;
  readonly deciders: readonly Role[];
  readonly submittedBy: string | null;
}
interface DecisionRow {
  readonly key: string;
  readonly choice: Decision['choice'];
  readonly decidedBy: string;
  readonly grantedBy: string | null;
  readonly role: Role;
  readonly organisation: string;
  readonly reason: string;
  readonly subjectHash: string;
}

/**
 * A request with its decisions as the log has them. A reference stands for one natural person.
 * @param also who may not decide beside the editors of this version and the staff of the providers, by reference
 */
export async function decidedFacts(
  client: ClientBase,
  requestId: string,
  also: Partial<Partakers> = {},
): Promise<Extract<ApprovalFacts, { state: 'decided' }>> {
  const asked = await client.query<RequestRow>(
    `SELECT subject_hash AS "subjectHash", deciders, submitted_by AS "submittedBy"
     FROM catalog.request WHERE request_id = $1`,
    [requestId],
  );
  const { rows } = await client.query<DecisionRow>(
    `SELECT d.decision_key AS key, d.choice, d.decided_by AS "decidedBy", d.role, d.organisation, d.reason,
       d.subject_hash AS "subjectHash", e.body->'by'->>'grantedBy' AS "grantedBy"
     FROM catalog.decision d JOIN catalog.event e ON e.seq = d.seq WHERE d.request_id = $1 ORDER BY d.seq`,
    [requestId],
  );
  const { subjectHash = '', deciders = [], submittedBy = null } = asked.rows[0] ?? {};
  const request: DecisionRequest = {
    requestId,
    subjectHash,
    deciders,
    submitter: person(submittedBy ?? '', [], ''),
    excludedPersons: [...(await editorsOf(client, requestId)), ...(also.excludedPersons ?? [])],
    excludedOrganisations: [...(await providersOf(client, requestId)), ...(also.excludedOrganisations ?? [])],
  };
  const decisions = rows.map(
    ({ key, choice, decidedBy, grantedBy, role, organisation, reason, subjectHash: hash }): Decision => ({
      key,
      choice,
      reason,
      as: role,
      subjectHash: hash,
      actor: { ...person(decidedBy, [role], organisation), ...(grantedBy === null ? {} : { grantedBy }) },
    }),
  );
  return { state: 'decided', request, decisions };
}

function person(ref: string, roles: readonly Role[], organisation: string) {
  return { account: ref, person: ref, roles, organisation };
}
