import type { DutchHelp } from './dutch.js';

const CONTRACT = { contract: 'contract in YAML' };

/** What goes in, and who decides. */
export const DUTCH_SUBMITTING: Readonly<Record<string, DutchHelp>> = {
  '': { description: 'Een datameer waarvan elke deur wordt bewaakt: patronen zonder personen.' },
  demo: {
    description: 'breng enkele bronnen de hele weg, van contract tot vrijgegeven tabellen, en blijf draaien',
    arguments: { options: 'zie: sluis demo --help' },
  },
  up: { description: 'start PostgreSQL, Temporal, S3 en de werkers op loopback' },
  down: {
    description: 'stop wat hier is gestart',
    options: { '--wipe': 'verwijder ook de gegevens, de toegangsgegevens en de sleutels' },
  },
  status: { description: 'wat er draait, en waar het logboek ervan staat' },
  doctor: {
    description:
      'bekijk elke voorwaarde, elk recht, versies, schijf en klok; verandert geen gegevens: wat geweigerd moet worden probeert het met wat niet kan worden opgeslagen',
  },
  completion: { description: 'een script waarmee de shell opdrachten, opties en hun keuzes aanvult' },
  check: {
    description: 'het oordeel over een contract, en over bestanden eronder, zonder enige server',
    arguments: CONTRACT,
    options: {
      '--file': 'kijk ook in de delen van een levering, zoals poort G1 doet',
      '--gate': 'het oordeel van één poort alleen',
    },
  },
  plan: {
    description: 'stappen, beslissers, kolommen, zones en regels van een bron, voordat er iets gebeurt',
    arguments: CONTRACT,
    options: { '--file': 'probeer ook de delen van een levering tot en met curated, en vraag G1, G2 en G3' },
  },
  contracts: { description: 'contracten: de kant-en-klare tonen, een nieuw, het schema, het verschil' },
  'contracts list': { description: 'de kant-en-klare contracten die in demo/contracts/ staan' },
  'contracts new': {
    description:
      'een contract om te bewerken, op standaarduitvoer: een kant-en-klaar onder een notitie wat te wijzigen',
    options: { '--like': 'kant-en-klaar contract om mee te beginnen; zie: sluis contracts list' },
  },
  'contracts schema': {
    description: 'het JSON Schema van een contract, voor editors die aanvullen en controleren',
    options: { '--json': 'hetzelfde: een schema is één JSON-document' },
  },
  'contracts diff': {
    description: 'wat twee contracten verschillen, en of besluiten over het eerste gelden voor het tweede',
    arguments: {
      from: 'bestand, of naam van een kant-en-klaar contract',
      to: 'bestand, of naam van een kant-en-klaar contract',
    },
  },
  onboard: {
    description: 'dien een contract in; mensen besluiten erover in de inbox',
    arguments: { contract: 'contract of koppelingsdomein in YAML' },
    options: {
      '--as': 'demo-account dat indient, en levert',
      '--file': 'stuur deze delen zodra het contract is goedgekeurd',
      '--wait':
        'wacht op het besluit; met --file ook tot de levering klaar of geweigerd is, of op mensen wacht',
    },
  },
  inbox: {
    description: 'wat op een besluit wacht; wat het eerst verloopt staat boven',
    options: { '--all': 'ook gesloten verzoeken' },
  },
  approve: decision('keur een verzoek goed; twee verschillende personen waar persoonsgegevens daarom vragen'),
  reject: decision('wijs een verzoek af'),
  deliver: {
    description:
      'stuur de bestanden van één levering naar de kluis; zonder goedgekeurd contract wordt niets aangenomen',
    arguments: { source: 'id van de bron, uit: sluis sources' },
    options: {
      '--file': 'de delen van de levering, op volgorde',
      '--as': 'demo-account dat levert',
      '--wait': 'blijf tot de levering klaar of geweigerd is, of op mensen wacht',
    },
  },
};

function decision(description: string): DutchHelp {
  return {
    description,
    arguments: { request: 'id van het verzoek, uit: sluis inbox' },
    options: {
      '--as': 'demo-account dat besluit: steward-2, privacy-officer, …',
      '--key': 'sleutel tegen dubbel versturen: dezelfde sleutel is hetzelfde besluit',
    },
  };
}
