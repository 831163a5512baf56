import type { Finding } from '../../catalog/finding.js';
import { bilingual } from '../language.js';
import { count } from './count.js';

/** What `sluis audit verify` says. */
interface AuditTexts {
  readonly verified: (ok: boolean, events: number, signed: number, objects: number) => string;
  readonly findings: Readonly<Record<Finding['what'], string>>;
  /** Where it was found: numbers, tables, zones and keys, which are the same in both languages. */
  readonly place: (place: string) => string;
  /** What to do when it does not hold. */
  readonly next: string;
}

/** The few words in a place. */
const DUTCH_PLACES: readonly (readonly [RegExp, string])[] = [
  [/\bbefore event (\d+)/, 'vóór gebeurtenis $1'],
  [/\bevents (\d+) to (\d+)/, 'gebeurtenissen $1 tot en met $2'],
  [/\bevent (\d+)/, 'gebeurtenis $1'],
  [/^audit zone: (\d+) of (\d+)/, 'auditzone: $1 van $2'],
  [/^audit zone/, 'auditzone'],
  [/^checkpoint of (\d+)/, 'controlepunt van $1'],
  [/^witness$/, 'getuige'],
  [/^header$/, 'kopregel'],
  [/^line (\d+)$/, 'regel $1'],
  [/\(missing\)$/, '(ontbreekt)'],
  [/\(surplus\)$/, '(te veel)'],
  [/\(changed\)$/, '(veranderd)'],
  [/\(unreadable\)$/, '(onleesbaar)'],
];

export const AUDIT = bilingual<AuditTexts>(
  {
    verified: (ok, events, signed, objects) =>
      `${ok ? 'verified' : 'NOT VERIFIED'}: ${count(events, 'event', 'events')}, ${signed} signed, ${count(objects, 'object', 'objects')} read`,
    findings: {
      'event-changed': 'the event is not what its digests say',
      'event-missing': 'the numbering of the log has a gap',
      'event-misplaced': 'the event stands twice, or behind a later one',
      'event-unsigned': 'the event stands behind what was signed',
      'events-cut': 'what was signed is not in the log any more',
      'history-rewritten': 'the log says something else than what was signed',
      'line-unreadable': 'the line is no whole event as Sluis writes it',
      'no-checkpoint': 'the signed state of the log is gone',
      'checkpoint-invalid': 'the signature does not hold',
      'checkpoint-replaced': 'the signed state is older than one that was signed before',
      'projection-differs': 'the catalog shows something else than the log says',
      'object-missing': 'the object is gone',
      'object-changed': 'the object is not what was sealed',
      'object-remains': 'the object was destroyed and is there',
      'seal-missing': 'the seal is gone',
      'seal-changed': 'the seal does not hold what was sealed',
    },
    place: (place) => place,
    next: 'use nothing of what is named here, find out who wrote to it: docs/errors.md',
  },
  {
    verified: (ok, events, signed, objects) =>
      `${ok ? 'geverifieerd' : 'NIET GEVERIFIEERD'}: ${count(events, 'gebeurtenis', 'gebeurtenissen')}, ${signed} ondertekend, ${count(objects, 'object', 'objecten')} gelezen`,
    findings: {
      'event-changed': 'de gebeurtenis is niet wat haar controlegetallen zeggen',
      'event-missing': 'de nummering van het logboek heeft een gat',
      'event-misplaced': 'de gebeurtenis staat er twee keer, of achter een latere',
      'event-unsigned': 'de gebeurtenis staat achter wat is ondertekend',
      'events-cut': 'wat is ondertekend staat niet meer in het logboek',
      'history-rewritten': 'het logboek zegt iets anders dan is ondertekend',
      'line-unreadable': 'de regel is geen hele gebeurtenis zoals Sluis die schrijft',
      'no-checkpoint': 'de ondertekende stand van het logboek is weg',
      'checkpoint-invalid': 'de handtekening klopt niet',
      'checkpoint-replaced': 'de ondertekende stand is ouder dan een die eerder is ondertekend',
      'projection-differs': 'de catalogus toont iets anders dan het logboek zegt',
      'object-missing': 'het object is weg',
      'object-changed': 'het object is niet wat is verzegeld',
      'object-remains': 'het object is vernietigd en is er',
      'seal-missing': 'het zegel is weg',
      'seal-changed': 'het zegel houdt niet wat is verzegeld',
    },
    place: (place) => DUTCH_PLACES.reduce((said, [pattern, dutch]) => said.replace(pattern, dutch), place),
    next: 'gebruik niets van wat hier wordt genoemd, zoek uit wie erin schreef: docs/errors.md',
  },
);
