import type { Language } from '../language.js';

/** What else the help of a command must say: mostly how it ends. By path below `sluis`. */
export const NOTES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  check: {
    en: 'Exit 0 allowed, 4 refused, 2 invalid contract.',
    nl: 'Exitcode 0 toegestaan, 4 geweigerd, 2 ongeldig contract.',
  },
  plan: {
    en: 'Exit 0 nothing refuses, 4 a gate would refuse, 2 invalid contract. The verdicts in full: sluis check',
    nl: 'Exitcode 0 niets weigert, 4 een poort zou weigeren, 2 ongeldig contract. De hele oordelen: sluis check',
  },
  deliver: {
    en: 'Exit 0 taken (with --wait: curated), 4 refused by a gate.',
    nl: 'Exitcode 0 aangenomen (met --wait: klaar voor thema’s), 4 geweigerd door een poort.',
  },
  protect: {
    en: 'Exit 0 safe, 5 not protectable or attacked with success (nothing is written), 2 bad input.',
    nl: 'Exitcode 0 veilig, 5 niet te beschermen of met succes aangevallen (er wordt niets geschreven), 2 foute invoer.',
  },
  attack: {
    en: 'Exit 0 nothing found, 5 attacked with success, 2 bad input.',
    nl: 'Exitcode 0 niets gevonden, 5 met succes aangevallen, 2 foute invoer.',
  },
  'runs watch': {
    en: 'Exit 0 ready, 4 refused by a gate, 1 cancelled.',
    nl: 'Exitcode 0 klaar, 4 geweigerd door een poort, 1 geannuleerd.',
  },
  'results check': {
    en: 'Each reading stands in the audit log. Then: sluis approve RELEASE --as … --reason …',
    nl: 'Elke inzage staat in het auditlogboek. Daarna: sluis approve VRIJGAVE --as … --reason …',
  },
  lineage: {
    en: 'A moment that is not past is refused: the answer could still change. Of a past one it never does.',
    nl: 'Een moment dat niet voorbij is wordt geweigerd: het antwoord kan nog veranderen. Van een voorbij moment verandert het nooit.',
  },
  'audit export': {
    en: 'People stand in it by reference, never by name. Exit 5 where the log is not what was signed: then there is no file.',
    nl: 'Mensen staan erin met een verwijzing, nooit met hun naam. Exitcode 5 als het logboek niet is wat is ondertekend: dan komt er geen bestand.',
  },
  'audit verify': {
    en: 'With --file: events, order and signature of that file; no objects or projections. A key that came with the file proves nothing.\nExit 0 verified, 5 not: each finding names its place; 2 where the file is no export.',
    nl: 'Met --file: gebeurtenissen, volgorde en handtekening van dat bestand; geen objecten of projecties. Een sleutel die met het bestand meekwam bewijst niets.\nExitcode 0 geverifieerd, 5 niet: elke bevinding noemt haar plaats; 2 als het bestand geen export is.',
  },
};
