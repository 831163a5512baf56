import type { EventType } from '../../domain/names.js';
import type { RiskReport } from '../../domain/profile.js';
import type { PlannedColumn } from '../../operations/plan.js';
import type { Access } from '../../policy/access.js';
import type { Weight } from '../../policy/deciders.js';
import { bilingual } from '../language.js';
import { count } from './count.js';

/** What stands around the names, roles and rules of a plan. */
export interface PlanTexts {
  readonly stages: string;
  readonly events: Partial<Record<EventType, string>>;
  readonly deciders: string;
  readonly alone: string;
  readonly because: Partial<Record<Weight, string>> & { readonly regime: string };
  readonly two: string;
  readonly review: string;
  readonly excluded: string;
  readonly columns: string;
  readonly columnHead: readonly string[];
  /** Of a column that the tried file lacks. */
  readonly absent: string;
  readonly kinds: Record<PlannedColumn['treatment']['kind'], string>;
  readonly keys: (count: number, domain: string) => string;
  readonly linkage: string;
  readonly ownDomain: string;
  readonly file: (rows: number) => string;
  readonly unknown: string;
  readonly missing: string;
  readonly curated: (rows: number, access: Access) => string;
  readonly classes: (risk: RiskReport) => string;
  readonly invalid: (values: number, column: string) => string;
  readonly unjoinable: (identifiers: number, column: string) => string;
  readonly zones: string;
  readonly zoneHead: readonly string[];
  /** Beneath the zones, where the contract keeps longer. */
  readonly shorter: string;
  readonly gates: string;
  readonly later: string;
  readonly asks: (first: string, again: number) => string;
}

export const PLAN = bilingual<PlanTexts>(
  {
    stages: 'Stages, with the gates that are asked before them',
    events: {
      contractSubmitted: 'the contract is submitted',
      onboardingApproved: 'the people it demands have decided',
      deliveryOpened: 'the intake of the vault opens',
      deliveryLanded: 'the files stand encrypted in landing',
      deliveryProfiled: 'the vault knows shape and columns',
      pseudonymised: 'persons are pseudonyms, all else as the contract says',
      curated: 'types, code lists and areas are right; ready for themes',
      onboardingRefused: 'as far as this contract comes now: the gate refuses it',
      deliveryRefused: 'as far as this file comes now: the delivery is refused',
      quarantined: 'nothing of it goes on; it is destroyed',
    },
    deciders: 'Who decides',
    alone: 'One steward decides: nothing in this contract asks for a second person.',
    because: {
      regime: 'regime',
      art9: 'special categories of personal data (GDPR 9)',
      art10: 'criminal data (GDPR 10)',
      bsn: 'citizen service number (GDPR 87)',
      'claim-not-personal': 'the claim that data about persons is not personal',
      'review-at-g0': 'a judgement that G0 asks for (REVIEW)',
    },
    two: 'two different natural persons, because of',
    review: 'Should a gate ask for a judgement (REVIEW), they are decided by',
    excluded: 'Not: whoever submits it, and nobody of',
    columns: 'Columns',
    columnHead: ['delivered', 'in the lake', 'type', 'treatment', 'lineage', 'comes to'],
    absent: 'not in the file',
    kinds: {
      keep: 'stays',
      drop: 'dropped in the vault',
      pseudonymise: 'becomes a pseudonym',
      generalise: 'made coarser',
      bucket: 'becomes a class',
      round: 'rounded',
    },
    keys: (keys, domain) => `${count(keys, 'key', 'keys')}, in domain ${domain}`,
    linkage: 'a linkage domain, once two people have approved it; until then this source alone',
    ownDomain: 'this source alone: joined with nothing',
    file: (rows) => `File: ${count(rows, 'row', 'rows')}`,
    unknown: 'columns that the contract does not name, by place',
    missing: 'columns that are missing',
    curated: (rows, access) =>
      access === 'open'
        ? `Curated: ${count(rows, 'row', 'rows')}, not restricted`
        : `Curated: ${count(rows, 'row', 'rows')}, restricted to approved themes`,
    classes: ({ kMin, quasiIdentifiers, unit, units, unitsBelowK }) => {
      const found = `the smallest class counts ${kMin}; ${unitsBelowK} of ${count(units, unit, `${unit}s`)} in classes below ten`;
      const by = quasiIdentifiers.length === 0 ? '' : `, by ${quasiIdentifiers.join(', ')}`;
      return kMin === null ? 'no rows, so no classes' : `${found}${by}`;
    },
    invalid: (values, column) =>
      `${column}: ${count(values, 'value is', 'values are')} not what was agreed, and stay empty`,
    unjoinable: (identifiers, column) =>
      `${column}: ${count(identifiers, 'identifier fails', 'identifiers fail')} the check, and can be joined with nothing`,
    zones: 'Retention, had it been stored today',
    zoneHead: ['zone', 'term', 'until'],
    shorter: 'Restricted data stays in curated for half a year at most (K01).',
    gates: 'Rules at each gate, and how they stand now',
    later: 'is asked there',
    asks: (first, again) =>
      `asks ${again === 0 ? first : `${first}${first === '' ? '' : ', and '}${count(again, 'rule', 'rules')} again`}`,
  },
  {
    stages: 'Stappen, met de poorten die ervoor worden bevraagd',
    events: {
      contractSubmitted: 'het contract wordt ingediend',
      onboardingApproved: 'de bevoegde personen hebben besloten',
      deliveryOpened: 'de inname van de kluis gaat open',
      deliveryLanded: 'de bestanden staan versleuteld in landing',
      deliveryProfiled: 'de kluis kent vorm en kolommen',
      pseudonymised: 'personen zijn pseudoniemen, de rest volgens het contract',
      curated: 'typen, codelijsten en gebieden kloppen; klaar voor thema’s',
      onboardingRefused: 'zo ver komt dit contract nu: de poort weigert het',
      deliveryRefused: 'zo ver komt dit bestand nu: de levering wordt geweigerd',
      quarantined: 'niets ervan gaat verder; het wordt vernietigd',
    },
    deciders: 'Wie besluiten',
    alone: 'Eén steward besluit: niets in dit contract vraagt om een tweede.',
    because: {
      regime: 'regime',
      art9: 'bijzondere persoonsgegevens (AVG 9)',
      art10: 'strafrechtelijke gegevens (AVG 10)',
      bsn: 'burgerservicenummer (AVG 87)',
      'claim-not-personal': 'de bewering dat gegevens over personen geen persoonsgegevens zijn',
      'review-at-g0': 'een oordeel waar G0 om vraagt (REVIEW)',
    },
    two: 'twee verschillende natuurlijke personen, wegens',
    review: 'Vraagt een poort om een oordeel (REVIEW), dan besluiten',
    excluded: 'Niet: wie het indient, en niemand van',
    columns: 'Kolommen',
    columnHead: ['geleverd', 'in het meer', 'type', 'behandeling', 'herkomst', 'komt tot'],
    absent: 'niet in het bestand',
    kinds: {
      keep: 'blijft',
      drop: 'vervalt in de kluis',
      pseudonymise: 'wordt pseudoniem',
      generalise: 'wordt grover',
      bucket: 'wordt klasse',
      round: 'wordt afgerond',
    },
    keys: (keys, domain) => `${count(keys, 'sleutel', 'sleutels')}, in domein ${domain}`,
    linkage: 'een koppelingsdomein, zodra twee personen het hebben goedgekeurd; tot dan deze bron alleen',
    ownDomain: 'deze bron alleen: met niets te koppelen',
    file: (rows) => `Bestand: ${count(rows, 'rij', 'rijen')}`,
    unknown: 'kolommen die het contract niet noemt, naar plaats',
    missing: 'kolommen die ontbreken',
    curated: (rows, access) =>
      access === 'open'
        ? `Curated: ${count(rows, 'rij', 'rijen')}, niet beperkt`
        : `Curated: ${count(rows, 'rij', 'rijen')}, beperkt tot goedgekeurde thema’s`,
    classes: ({ kMin, quasiIdentifiers, unit, units, unitsBelowK }) => {
      const many = { person: 'personen', household: 'huishoudens', record: 'records' }[unit];
      const found = `de kleinste klasse telt ${kMin}; ${unitsBelowK} van ${units} ${many} in klassen onder tien`;
      const by = quasiIdentifiers.length === 0 ? '' : `, naar ${quasiIdentifiers.join(', ')}`;
      return kMin === null ? 'geen rijen, dus geen klassen' : `${found}${by}`;
    },
    invalid: (values, column) =>
      `${column}: ${count(values, 'waarde is niet', 'waarden zijn niet')} wat is afgesproken, en blijft leeg`,
    unjoinable: (identifiers, column) =>
      `${column}: ${count(identifiers, 'sleutel klopt', 'sleutels kloppen')} niet, en is nergens mee te verbinden`,
    zones: 'Bewaring, als het vandaag werd opgeslagen',
    zoneHead: ['zone', 'termijn', 'tot en met'],
    shorter: 'Wat beperkt is, blijft ten hoogste een half jaar in curated (K01).',
    gates: 'Regels per poort, en hoe zij nu staan',
    later: 'wordt daar gevraagd',
    asks: (first, again) =>
      `vraagt ${again === 0 ? first : `${first}${first === '' ? '' : ', en '}${count(again, 'regel', 'regels')} opnieuw`}`,
  },
);
