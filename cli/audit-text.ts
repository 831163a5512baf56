import type { AuditVerification } from '../operations/verify.js';
import type { Language } from './language.js';
import { AUDIT } from './texts/audit.js';

/** Whether the log holds, then each finding by its name and place, and what to do about them. */
export function auditText(
  { ok, events, signed, objects, findings }: AuditVerification,
  language: Language,
): readonly string[] {
  const say = AUDIT[language];
  const found = findings.map(({ what, place }) => `${what}: ${say.place(place)} (${say.findings[what]})`);
  return [say.verified(ok, events, signed, objects), ...found, ...(ok ? [] : [`→ ${say.next}`])];
}
