import type { Role } from '../domain/names.js';
import type { Actor, Decision } from '../domain/people.js';
import type { DecisionRequest } from '../domain/request.js';

/**
 * A request as it would stand once everybody whom it is put to has approved it: for a preview of what comes after them. It
 * is made where nothing is recorded, and no gate of a workflow ever sees it.
 */
export function assumedApproval(
  subjectHash: string,
  deciders: readonly Role[],
  excludedOrganisations: readonly string[] = [],
): { readonly request: DecisionRequest; readonly decisions: readonly Decision[] } {
  const request: DecisionRequest = {
    requestId: 'assumed',
    subjectHash,
    deciders,
    submitter: somebody('submitter', []),
    excludedPersons: [],
    excludedOrganisations,
  };
  const decisions = deciders.map(
    (role): Decision => ({
      key: role,
      choice: 'approve',
      actor: somebody(role, [role]),
      as: role,
      reason: 'assumed',
      subjectHash,
    }),
  );
  return { request, decisions };
}

function somebody(name: string, roles: readonly Role[]): Actor {
  return { account: name, person: name, roles, organisation: '' };
}
