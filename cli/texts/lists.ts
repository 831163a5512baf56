import { bilingual } from '../language.js';

/** Columns of a list, and what it says when there is nothing. */
export interface ListTexts {
  readonly head: readonly string[];
  readonly empty: string;
}

type Lists =
  | 'inbox'
  | 'sources'
  | 'measures'
  | 'quarantined'
  | 'deliveries'
  | 'datasets'
  | 'themes'
  | 'runs'
  | 'results'
  | 'released'
  | 'log'
  | 'contracts';

/** Headings and empty states of every list. */
export const LISTS = bilingual<Readonly<Record<Lists, ListTexts>>>(
  {
    inbox: {
      head: ['request', 'about', 'state', 'waits for', 'asked by', 'age', 'before'],
      empty: 'Nothing waits. Submit one: sluis onboard FILE',
    },
    sources: { head: ['source', 'state', 'regimes', 'title'], empty: 'No source yet: sluis onboard FILE' },
    measures: {
      head: ['imposed', 'since', 'by', 'state', 'reason'],
      empty: 'Nothing was imposed on it.',
    },
    quarantined: {
      head: ['quarantined', 'zone', 'rules', 'until', 'breach'],
      empty: 'Nothing is in quarantine.',
    },
    deliveries: {
      head: ['delivery', 'state', 'rows in', 'rows out', 'rules'],
      empty: 'No delivery yet: sluis deliver SOURCE --file PATH',
    },
    datasets: {
      head: ['dataset', 'zone', 'access', 'rows'],
      empty: 'No dataset yet: sluis deliver SOURCE --file PATH',
    },
    themes: { head: ['theme', 'title', 'reads'], empty: 'No theme: add a folder to themes/' },
    runs: {
      head: ['run', 'state', 'asked by', 'rows', 'rules'],
      empty: 'No run yet: sluis themes run THEME',
    },
    results: {
      head: ['release', 'state', 'run', 'published', 'rules'],
      empty: 'No release yet: sluis release RUN',
    },
    released: { head: ['table', 'rows', 'sha256'], empty: 'Nothing is released of it.' },
    log: {
      head: ['seq', 'occurred', 'event', 'actor', 'workflow'],
      empty: 'No event yet: sluis onboard FILE',
    },
    contracts: {
      head: ['contract', 'title', 'regimes', 'decided by'],
      empty: 'No ready contract: see docs/contracts.md',
    },
  },
  {
    inbox: {
      head: ['verzoek', 'over', 'stand', 'wacht op', 'gevraagd door', 'leeftijd', 'vóór'],
      empty: 'Er wacht niets. Dien iets in: sluis onboard BESTAND',
    },
    sources: { head: ['bron', 'stand', 'regimes', 'titel'], empty: 'Nog geen bron: sluis onboard BESTAND' },
    measures: {
      head: ['opgelegd', 'sinds', 'door', 'stand', 'reden'],
      empty: 'Er is niets opgelegd.',
    },
    quarantined: {
      head: ['in quarantaine', 'zone', 'regels', 'tot', 'datalek'],
      empty: 'Er staat niets in quarantaine.',
    },
    deliveries: {
      head: ['levering', 'stand', 'rijen in', 'rijen uit', 'regels'],
      empty: 'Nog geen levering: sluis deliver BRON --file PAD',
    },
    datasets: {
      head: ['dataset', 'zone', 'toegang', 'rijen'],
      empty: 'Nog geen dataset: sluis deliver BRON --file PAD',
    },
    themes: { head: ['thema', 'titel', 'leest'], empty: 'Geen thema: voeg een map toe aan themes/' },
    runs: {
      head: ['uitvoering', 'stand', 'gevraagd door', 'rijen', 'regels'],
      empty: 'Nog geen uitvoering: sluis themes run THEMA',
    },
    results: {
      head: ['vrijgave', 'stand', 'uitvoering', 'gepubliceerd', 'regels'],
      empty: 'Nog geen vrijgave: sluis release UITVOERING',
    },
    released: { head: ['tabel', 'rijen', 'sha256'], empty: 'Er is niets van vrijgegeven.' },
    log: {
      head: ['nr', 'gebeurd', 'gebeurtenis', 'door', 'werkstroom'],
      empty: 'Nog geen gebeurtenis: sluis onboard BESTAND',
    },
    contracts: {
      head: ['contract', 'titel', 'regimes', 'besloten door'],
      empty: 'Geen kant-en-klaar contract: zie docs/contracts.md',
    },
  },
);
