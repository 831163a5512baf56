import type { AuditVerification } from '../operations/verify.js';
import type { AuditFileVerification } from '../operations/verify-audit-file.js';
import type { Language } from './language.js';
import { AUDIT } from './texts/audit.js';
import { AUDIT_FILES } from './texts/audit-files.js';

/** Whether the log holds, then each finding by its name and place, and what to do about them. */
export function auditText(
  { ok, events, signed, objects, findings }: AuditVerification,
  language: Language,
): readonly string[] {
  const say = AUDIT[language];
  const next = ok ? [] : [`→ ${say.next}`];
  return [say.verified(ok, events, signed, objects), ...foundText(findings, language), ...next];
}

/** The same of an exported log, and what a file cannot show. */
export function auditFileText(
  { ok, events, signed, keyId, findings }: AuditFileVerification,
  language: Language,
): readonly string[] {
  const say = AUDIT_FILES[language];
  const found = foundText(findings, language);
  return [say.verified(ok, events, signed, keyId), ...found, ok ? say.notChecked : `→ ${say.next}`];
}

function foundText(findings: AuditVerification['findings'], language: Language): readonly string[] {
  const say = AUDIT[language];
  return findings.map(({ what, place }) => `${what}: ${say.place(place)} (${say.findings[what]})`);
}
