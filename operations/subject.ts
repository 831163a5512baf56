import type { Contract, LinkageDomain } from '../policy/contract.js';
import { parseContract, parseLinkageDomain } from '../policy/schema/parse-contract.js';

/** What people are asked to approve. */
export type Subject =
  | { readonly kind: 'contract'; readonly contract: Contract }
  | { readonly kind: 'linkage-domain'; readonly linkage: LinkageDomain };

/** What a YAML text asks approval for: a linkage domain says so in its `kind`, anything else is read as a contract. */
export function readSubject(text: string): { readonly subject: Subject; readonly hash: string } {
  if (/^kind: linkage-domain/m.test(text)) {
    const { linkage, hash } = parseLinkageDomain(text);
    return { subject: { kind: 'linkage-domain', linkage }, hash };
  }
  const { contract, hash } = parseContract(text);
  return { subject: { kind: 'contract', contract }, hash };
}

/** Id under which a subject is known: its source, or the linkage domain itself. */
export function subjectId(subject: Subject): string {
  return subject.kind === 'contract' ? subject.contract.sourceId : subject.linkage.id;
}
