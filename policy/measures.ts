import type { Role } from '../domain/names.js';
import type { Decision } from '../domain/people.js';
import type { DecisionRequest } from '../domain/request.js';
import { isApproved } from './rules/submission.js';

/**
 * Who decides on lifting a suspension or a legal hold that somebody asks for in this role: the other of steward and
 * privacy officer. Stopping takes one, widening takes two: who asks is the first, who decides the second.
 */
export function liftingDeciders(askedAs: Role): readonly Role[] {
  return askedAs === 'steward' ? ['privacy-officer'] : ['steward'];
}

/** Do these decisions lift what was asked? Judged by what stands in the log, whatever the request itself said of it. */
export function mayLift(askedAs: Role, request: DecisionRequest, decisions: readonly Decision[]): boolean {
  const isKnown = askedAs === 'steward' || askedAs === 'privacy-officer';
  const asksAll = liftingDeciders(askedAs).every((role) => request.deciders.includes(role));
  return isKnown && asksAll && isApproved(request, decisions);
}
