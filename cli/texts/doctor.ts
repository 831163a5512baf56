import type { Language } from '../language.js';

/** What a finding of the doctor says; ids, versions and counts are the same in both languages. */
export interface DoctorSays {
  readonly area: string;
  readonly check: string;
  readonly says: string;
  readonly next: string;
}

const AREAS: Readonly<Record<string, string>> = {
  machine: 'machine',
  walls: 'muren',
  files: 'bestanden',
  servers: 'servers',
  rights: 'rechten',
  workers: 'werkers',
  quarantine: 'quarantaine',
};

/** By their fixed words; `$1` and so on are what stood in between. A test holds that each sentence of the doctor is here. */
export const DOCTOR_SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^(\S+) is (\d+) ms away from this machine$/, '$1 wijkt $2 ms af van deze machine'],
  [/^Set both clocks by NTP\.$/, 'Zet beide klokken gelijk met NTP.'],
  [/^(PostgreSQL \d+); no extension is needed$/, '$1; een uitbreiding is niet nodig'],
  [/^Install PostgreSQL 15 or later\.$/, 'Installeer PostgreSQL 15 of later.'],
  [/^(\d+) of (\d+) migrations$/, '$1 van $2 migraties'],
  [/^Run: sluis up\. Then look again: (.+)$/, 'Doe: sluis up. Kijk daarna opnieuw: $1'],
  [/^Run: (.+)$/, 'Doe: $1'],
  [/^See: (.+)$/, 'Zie: $1'],
  [/^nothing is overdue$/, 'niets is over tijd'],
  [/^(\d+) more are overdue$/, 'nog $1 zijn over tijd'],
  [/^should have been destroyed on (\S+)$/, 'had op $1 vernietigd moeten zijn'],
  [/^copies should have been removed on (\S+)$/, 'kopieën hadden op $1 verwijderd moeten zijn'],
  [/^destruction$/, 'vernietiging'],
  [/^delivery (\S+)$/, 'levering $1'],
  [/^run (\S+)$/, 'uitvoering $1'],
  [/^release (\S+)$/, 'vrijgave $1'],
  [/^copy (\S+)$/, 'kopie $1'],
  [/^no such role$/, 'die rol is er niet'],
  [/^may more than any of our roles$/, 'mag meer dan een van onze rollen'],
  [/^owns the schema, makes no roles$/, 'bezit het schema, maakt geen rollen'],
  [/^has other rights on events$/, 'heeft andere rechten op gebeurtenissen'],
  [/^See (\S+)\.$/, 'Zie $1.'],
  [/^may become the owner of the log$/, 'kan de eigenaar van het logboek worden'],
  [/^its triggers are on$/, 'de triggers staan aan'],
  [/^its triggers are off or gone: (.+)$/, 'deze triggers staan uit of zijn weg: $1'],
  [/^appends events, changes none$/, 'voegt gebeurtenissen toe, wijzigt er geen'],
  [/^neither appends nor changes events$/, 'voegt geen gebeurtenissen toe en wijzigt er geen'],
  [/^nothing was started here, or by another account$/, 'hier is niets gestart, of door een ander account'],
  [
    /^(\d+) files and folders are there, each its owner's alone$/,
    '$1 bestanden en mappen zijn er, elk alleen van de eigenaar',
  ],
  [/^is not the key that wraps the keys of the vault$/, 'is niet de sleutel om de sleutels van de kluis'],
  [/^Put it back from a backup, or follow (\S+)$/, 'Zet het terug uit een reservekopie, of volg $1'],
  [/^missing$/, 'ontbreekt'],
  [/^missing: (.+)$/, 'ontbreekt: $1'],
  [/^Put it back from a backup; see: (\S+)$/, 'Zet het terug uit een reservekopie; zie: $1'],
  [/^mode (\d+)$/, 'modus $1'],
  [/^owned by uid (\d+)$/, 'van uid $1'],
  [/^no answer \((.+)\)$/, 'geen antwoord ($1)'],
  [/^Install Node 20\.19 or later\.$/, 'Installeer Node 20.19 of later.'],
  [/^not needed: (\S+) is set$/, 'niet nodig: $1 is gezet'],
  [/^found$/, 'gevonden'],
  [/^not found$/, 'niet gevonden'],
  [
    /^Run "npm run demo -- --once" once \(it builds it with (.+)\), or set (\S+)\.$/,
    'Doe één keer "npm run demo -- --once" (dat bouwt het met $1), of zet $2.',
  ],
  [
    /^Run "npm run demo -- --once" once \(it needs Go 1\.25 or later, which is not there\), or set (\S+)\.$/,
    'Doe één keer "npm run demo -- --once" (dat heeft Go 1.25 of later nodig, en dat is er niet), of zet $1.',
  ],
  [/^the workers are built$/, 'de werkers zijn gebouwd'],
  [/^the workers are not built$/, 'de werkers zijn niet gebouwd'],
  [/^(\S+) GB free for the state folder$/, '$1 GB vrij voor de statusmap'],
  [
    /^Make room, or set SLUIS_HOME to a folder with 2 GB and more\.$/,
    'Maak ruimte, of zet SLUIS_HOME op een map met 2 GB en meer.',
  ],
  [
    /^each worker and server runs under a uid of its own$/,
    'elke werker en server draait onder een eigen uid',
  ],
  [
    /^workers and servers run under one uid: nothing keeps one from environment, memory, work files, keys and server files of another$/,
    'werkers en servers draaien onder één uid: niets houdt de een weg van omgeving, geheugen, werkbestanden, sleutels en serverbestanden van de ander',
  ],
  [
    /^Start Sluis as root to have this wall: each worker then gives root up for an account of its own\.$/,
    'Start Sluis als root om deze muur te hebben: elke werker geeft root dan op voor een eigen account.',
  ],
  [/^reaches no zone$/, 'bereikt geen zone'],
  [/^reaches its own zones and no other$/, 'bereikt de eigen zones en geen andere'],
  [
    /^Compare buckets and policies with (\S+); embedded: sluis up$/,
    'Vergelijk buckets en beleid met $1; ingebouwd: sluis up',
  ],
  [/^all are there$/, 'zij zijn er alle'],
  [/^See (.+), then: sluis up$/, 'Zie $1, daarna: sluis up'],
  [/^takes tasks$/, 'neemt taken aan'],
  [/^takes no tasks$/, 'neemt geen taken aan'],
  [/^stopped$/, 'gestopt'],
  [/^starting$/, 'start'],
  [/^set-up$/, 'inrichting'],
  [/^permissions$/, 'rechten'],
  [/^disk$/, 'schijf'],
  [/^build$/, 'bouw'],
  [/^accounts$/, 'accounts'],
  [/^clock (\S+)$/, 'klok $1'],
  [/^store (\S+)$/, 'opslag $1'],
  [/^search attributes$/, 'zoekkenmerken'],
];

/** A finding in one language. */
export function doctorText({ area, check, says, next }: DoctorSays, language: Language): DoctorSays {
  if (language === 'en') return { area, check, says, next };
  return { area: AREAS[area] ?? area, check: inDutch(check), says: inDutch(says), next: inDutch(next) };
}

function inDutch(sentence: string): string {
  const found = DOCTOR_SENTENCES.find(([pattern]) => pattern.test(sentence));
  return found ? sentence.replace(found[0], found[1]) : sentence;
}
