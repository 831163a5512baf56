import type { Quarantine } from '../../catalog/quarantines.js';
import type { AssessmentState } from '../../domain/quarantine.js';
import { bilingual } from '../language.js';

/** What stands in quarantine and what is still to be done about it; ids, zones and rules are the same in both languages. */
interface QuarantineTexts {
  readonly head: readonly string[];
  readonly empty: string;
  readonly destroyed: (day: string) => string;
  readonly by: (day: string) => string;
  readonly held: string;
  /** Of what was made of something: it waits for no term and no hold. */
  readonly atOnce: string;
  readonly kinds: Readonly<Record<Quarantine['kind'], string>>;
  /** Of what is past its retention. */
  readonly pastRetention: Readonly<Record<'landing' | 'version', string>>;
  readonly assessment: Readonly<Record<AssessmentState, string>>;
  readonly told: (day: string) => string;
  readonly untold: string;
  readonly nobody: string;
  /** Names of the lines of one quarantine. */
  readonly lines: Readonly<
    Record<'what' | 'zone' | 'rules' | 'since' | 'destruction' | 'breach' | 'provider', string>
  >;
  readonly gone: (objects: number, keys: number) => string;
  readonly assessBy: (instant: string, id: string) => string;
  readonly assessedBy: (by: string, day: string, reason: string) => string;
  readonly toldBy: (by: string, how: string, sha256: string) => string;
  readonly passOn: (id: string) => string;
  readonly recordTold: string;
  readonly recordAssessed: (outcome: string) => string;
  readonly notSent: string;
}

export const QUARANTINE = bilingual<QuarantineTexts>(
  {
    head: ['quarantined', 'what', 'source', 'rules', 'since', 'destruction', 'breach', 'provider'],
    empty: 'Nothing is in quarantine.',
    destroyed: (day) => `destroyed ${day}`,
    by: (day) => `by ${day}`,
    held: 'waits: legal hold',
    atOnce: 'at once',
    kinds: { delivery: 'delivery', run: 'run', release: 'release', 'dataset-version': 'copy' },
    pastRetention: { landing: 'landed file', version: 'version' },
    assessment: {
      'not-needed': 'not needed',
      open: 'to be assessed',
      overdue: 'OVERDUE',
      'no-breach': 'no breach',
      'to-be-notified': 'a breach, to be notified',
      notified: 'a breach, notified',
      'need-not-be-notified': 'a breach that need not be notified',
    },
    told: (day) => `told ${day}`,
    untold: 'not told',
    nobody: '–',
    lines: {
      what: 'what',
      zone: 'zone',
      rules: 'rules',
      since: 'since',
      destruction: 'destruction',
      breach: 'breach',
      provider: 'provider',
    },
    gone: (objects, keys) => `${objects} object(s), ${keys} key(s)`,
    assessBy: (instant, id) =>
      `before ${instant} (72 hours): sluis quarantine assess ${id} --outcome no-breach --reason "…"`,
    assessedBy: (by, day, reason) => `by ${by} on ${day}: ${reason}`,
    toldBy: (by, how, sha256) => `by ${by}: ${how} (text ${sha256})`,
    passOn: (id) => `the text to pass on: sluis quarantine notice ${id}`,
    recordTold: 'recorded: the provider was told.',
    recordAssessed: (outcome) => `recorded: ${outcome}.`,
    notSent:
      'Nothing is sent by itself. Pass this text on, and record it: sluis quarantine told ID --reason "…"',
  },
  {
    head: ['in quarantaine', 'wat', 'bron', 'regels', 'sinds', 'vernietiging', 'datalek', 'leverancier'],
    empty: 'Er staat niets in quarantaine.',
    destroyed: (day) => `vernietigd ${day}`,
    by: (day) => `uiterlijk ${day}`,
    held: 'wacht: bewaarplicht',
    atOnce: 'meteen',
    kinds: { delivery: 'levering', run: 'uitvoering', release: 'vrijgave', 'dataset-version': 'kopie' },
    pastRetention: { landing: 'aangeleverd bestand', version: 'versie' },
    assessment: {
      'not-needed': 'niet nodig',
      open: 'te beoordelen',
      overdue: 'TE LAAT',
      'no-breach': 'geen datalek',
      'to-be-notified': 'een datalek, nog te melden',
      notified: 'een datalek, gemeld',
      'need-not-be-notified': 'een datalek dat niet hoeft te worden gemeld',
    },
    told: (day) => `ingelicht ${day}`,
    untold: 'niet ingelicht',
    nobody: '–',
    lines: {
      what: 'wat',
      zone: 'zone',
      rules: 'regels',
      since: 'sinds',
      destruction: 'vernietiging',
      breach: 'datalek',
      provider: 'leverancier',
    },
    gone: (objects, keys) => `${objects} object(en), ${keys} sleutel(s)`,
    assessBy: (instant, id) =>
      `vóór ${instant} (72 uur): sluis quarantine assess ${id} --outcome no-breach --reason "…"`,
    assessedBy: (by, day, reason) => `door ${by} op ${day}: ${reason}`,
    toldBy: (by, how, sha256) => `door ${by}: ${how} (tekst ${sha256})`,
    passOn: (id) => `de tekst om door te geven: sluis quarantine notice ${id}`,
    recordTold: 'vastgelegd: de leverancier is ingelicht.',
    recordAssessed: (outcome) => `vastgelegd: ${outcome}.`,
    notSent:
      'Er wordt niets vanzelf verstuurd. Geef deze tekst door, en leg dat vast: sluis quarantine told ID --reason "…"',
  },
);
