import { bilingual } from '../cli/language.js';
import { count, listed } from '../cli/texts/count.js';

/** What the demo tells on its way. */
interface ProgressTexts {
  readonly starting: string;
  readonly city: (persons: number, seed: number) => string;
  readonly linkage: (path: string) => string;
  readonly contract: (source: string, stage: string) => string;
  readonly delivery: (source: string, stage: string, rowsIn: number, rowsOut: number) => string;
  readonly theme: (theme: string) => string;
  readonly staysUp: string;
  readonly stopping: string;
}

export const PROGRESS = bilingual<ProgressTexts>(
  {
    starting: 'Starting PostgreSQL, Temporal, S3 and the three workers on loopback …',
    city: (persons, seed) =>
      `  a synthetic city of ${count(persons, 'person', 'persons')}, seed ${seed}; nobody in it exists`,
    linkage: (path) => `  linkage domain ${path}`,
    contract: (source, stage) => `  ${source}: contract ${stage}`,
    delivery: (source, stage, rowsIn, rowsOut) =>
      `  ${source}: delivery ${stage}, ${count(rowsIn, 'row', 'rows')} in, ${rowsOut} out`,
    theme: (theme) => `  theme ${theme}: run, protect, attack, decide, release`,
    staysUp: '\nEverything stays up. Ctrl-C stops it; the data stays.',
    stopping: 'Stopping …',
  },
  {
    starting: 'PostgreSQL, Temporal, S3 en de drie werkers starten op loopback …',
    city: (persons, seed) =>
      `  een verzonnen stad van ${count(persons, 'persoon', 'personen')}, seed ${seed}; niemand erin bestaat`,
    linkage: (path) => `  koppelingsdomein ${path}`,
    contract: (source, stage) => `  ${source}: contract ${stage}`,
    delivery: (source, stage, rowsIn, rowsOut) =>
      `  ${source}: levering ${stage}, ${count(rowsIn, 'rij', 'rijen')} in, ${rowsOut} uit`,
    theme: (theme) => `  thema ${theme}: uitvoeren, beschermen, aanvallen, besluiten, vrijgeven`,
    staysUp: '\nAlles blijft draaien. Ctrl-C stopt het; de gegevens blijven.',
    stopping: 'Stoppen …',
  },
);

/** The story at the end: what happened, to which source, and who decided it. */
interface StoryTexts {
  readonly sources: string;
  readonly released: string;
  readonly audit: string;
  readonly restricted: string;
  readonly rows: (landed: number, zones: readonly string[]) => string;
  readonly rules: (rules: readonly string[]) => string;
  readonly rule: (code: string, outcome: string, gate: string) => string;
  readonly nobody: string;
  readonly decided: (about: string, people: readonly string[]) => string;
  readonly whyTwo: string;
  readonly whyTwoForReview: string;
  readonly share: (percent: number, figures: number) => string;
  readonly askedAndDecided: (people: readonly string[]) => string;
  readonly themeDecided: (people: readonly string[]) => string;
  readonly comesFrom: (figure: string) => string;
  readonly moreRows: (rows: number) => string;
  readonly end: (seconds: number) => string;
  readonly tryNext: string;
  readonly cure: string;
  readonly deliveries: string;
  readonly down: string;
  readonly reviewAt: (gate: string) => string;
}

export const STORY = bilingual<StoryTexts>(
  {
    sources: 'Sources',
    released: 'Released',
    audit: 'Audit',
    restricted: '(restricted)',
    rows: (landed, zones) => `rows: landed ${[landed, ...zones].join(' → ')}`,
    rules: (rules) => `rules: ${rules.length === 0 ? 'none objects' : rules.join(', ')}`,
    rule: (code, outcome, gate) => `${code} ${outcome} at ${gate}`,
    nobody: 'nobody was asked: a gate had refused it before',
    decided: (about, people) => `${about} decided by ${listed(people, 'and')}`,
    whyTwo: ': secret or special data, or a BSN, takes a steward and a privacy officer, two natural persons',
    whyTwoForReview: ': a REVIEW is lifted only by a steward and a privacy officer together',
    share: (percent, figures) => `${percent} % of ${figures} protected figures could be published`,
    askedAndDecided: (people) => `asked by an analyst, decided by ${listed(people, 'and')}`,
    themeDecided: (people) =>
      `theme approved by ${listed(people, 'and')}: it reads restricted data, which takes two natural persons beside who asked and who wrote it`,
    comesFrom: (figure) =>
      `where ${figure} comes from (values; for the columns that decide which rows count: sluis lineage ${figure}):`,
    moreRows: (rows) => `… ${count(rows, 'row', 'rows')} more`,
    end: (seconds) =>
      `${seconds} s in all. Agreements marked FICTIEF do not exist, and Sluis gives no legal advice.`,
    tryNext: 'Try next',
    cure: 'what would cure a refusal',
    deliveries: 'what was delivered; show ID for each verdict',
    down: 'stop everything; the data stays',
    reviewAt: (gate) => `review at ${gate}`,
  },
  {
    sources: 'Bronnen',
    released: 'Vrijgegeven',
    audit: 'Audit',
    restricted: '(beperkt)',
    rows: (landed, zones) => `rijen: binnengekomen ${[landed, ...zones].join(' → ')}`,
    rules: (rules) => `regels: ${rules.length === 0 ? 'geen heeft bezwaar' : rules.join(', ')}`,
    rule: (code, outcome, gate) => `${code} ${outcome} bij ${gate}`,
    nobody: 'niemand is gevraagd: een poort had het al geweigerd',
    decided: (about, people) => `${about} besloten door ${listed(people, 'en')}`,
    whyTwo:
      ': geheime of bijzondere gegevens, of een BSN, vragen een steward en een privacy officer, twee natuurlijke personen',
    whyTwoForReview: ': een REVIEW wordt alleen opgeheven door een steward en een privacy officer samen',
    share: (percent, figures) => `${percent} % van ${figures} beschermde cijfers kon worden gepubliceerd`,
    askedAndDecided: (people) => `gevraagd door een analist, besloten door ${listed(people, 'en')}`,
    themeDecided: (people) =>
      `thema goedgekeurd door ${listed(people, 'en')}: het leest beperkt toegankelijke gegevens, en dat vraagt twee natuurlijke personen naast wie het vroeg en wie het schreef`,
    comesFrom: (figure) =>
      `waar ${figure} vandaan komt (waarden; voor de kolommen die bepalen welke rijen meetellen: sluis lineage ${figure}):`,
    moreRows: (rows) => `… nog ${count(rows, 'rij', 'rijen')}`,
    end: (seconds) =>
      `${seconds} s in totaal. Afspraken met FICTIEF erbij bestaan niet, en Sluis geeft geen juridisch advies.`,
    tryNext: 'Probeer nu',
    cure: 'wat een weigering zou verhelpen',
    deliveries: 'wat is geleverd; show ID voor elk oordeel',
    down: 'stop alles; de gegevens blijven',
    reviewAt: (gate) => `oordeel bij ${gate}`,
  },
);
