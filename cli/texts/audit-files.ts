import { bilingual } from '../language.js';
import { count } from './count.js';

/** What is said of the audit log as a file. */
interface AuditFileTexts {
  readonly exported: (file: string, events: number, keyId: string, sha256: string) => string;
  readonly progress: (events: number, of: number) => string;
  readonly interrupted: string;
  readonly verified: (ok: boolean, events: number, signed: number, keyId: string) => string;
  /** What a file cannot show. */
  readonly notChecked: string;
  /** What to do when it does not hold. */
  readonly next: string;
}

export const AUDIT_FILES = bilingual<AuditFileTexts>(
  {
    exported: (file, events, keyId, sha256) =>
      `${file}: ${count(events, 'event', 'events')}, signed by key ${keyId}
sha256 ${sha256}
keep it elsewhere; there: sluis audit verify --file ${file} --key checkpoint.pub`,
    progress: (events, of) => `  ${events} of ${count(of, 'event', 'events')}`,
    interrupted: 'Interrupted: nothing was exported.',
    verified: (ok, events, signed, keyId) =>
      `${ok ? 'verified' : 'NOT VERIFIED'}: ${count(events, 'event', 'events')}, ${signed} signed by key ${keyId}`,
    notChecked: 'not looked at: objects, projections, and what came after this export',
    next: 'rely on nothing in this file, ask where it came from, and have a new one made: docs/errors.md',
  },
  {
    exported: (file, events, keyId, sha256) =>
      `${file}: ${count(events, 'gebeurtenis', 'gebeurtenissen')}, ondertekend met sleutel ${keyId}
sha256 ${sha256}
bewaar het elders; daar: sluis audit verify --file ${file} --key checkpoint.pub`,
    progress: (events, of) => `  ${events} van ${count(of, 'gebeurtenis', 'gebeurtenissen')}`,
    interrupted: 'Onderbroken: er is niets geëxporteerd.',
    verified: (ok, events, signed, keyId) =>
      `${ok ? 'geverifieerd' : 'NIET GEVERIFIEERD'}: ${count(events, 'gebeurtenis', 'gebeurtenissen')}, ${signed} ondertekend met sleutel ${keyId}`,
    notChecked: 'niet bekeken: objecten, projecties, en wat na deze export kwam',
    next: 'steun op niets in dit bestand, vraag waar het vandaan komt, en laat een nieuw maken: docs/errors.md',
  },
);
