import { bilingual } from '../language.js';
import { count } from './count.js';

/** What `sluis protect` and `sluis attack` say; never which cell, nor why. */
interface DisclosureTexts {
  readonly protecting: (rows: number, seconds: number) => string;
  readonly attacking: string;
  readonly protected: (path: string, published: number, rows: number, hidden: number) => string;
  readonly survived: string;
  readonly withData: string;
  readonly withoutData: string;
  readonly nothingFound: (scope: string) => string;
  readonly found: (findings: number, scope: string) => string;
  readonly interrupted: string;
  readonly nothingPublished: string;
}

export const DISCLOSURE = bilingual<DisclosureTexts>(
  {
    protecting: (rows, seconds) => `Protecting ${count(rows, 'row', 'rows')}, at most ${seconds} s …`,
    attacking: 'Attacking the file …',
    protected: (path, published, rows, hidden) =>
      `${path}: ${published} of ${count(rows, 'figure', 'figures')} published, ${hidden} hidden`,
    survived: 'It survived the attack on its bytes.',
    withData: 'with the data',
    withoutData: 'without the data: only what the file itself gives away',
    nothingFound: (scope) => `Nothing found (${scope}).`,
    found: (findings, scope) =>
      `ATTACKED WITH SUCCESS: ${count(findings, 'finding', 'findings')} (${scope}).\nWhich cells: see --report, for the output checker alone.`,
    interrupted: 'Interrupted.',
    nothingPublished: 'Nothing was published.',
  },
  {
    protecting: (rows, seconds) => `${count(rows, 'rij', 'rijen')} beschermen, hoogstens ${seconds} s …`,
    attacking: 'Het bestand aanvallen …',
    protected: (path, published, rows, hidden) =>
      `${path}: ${published} van ${count(rows, 'cijfer', 'cijfers')} gepubliceerd, ${hidden} verborgen`,
    survived: 'Het doorstond de aanval op zijn bytes.',
    withData: 'met de gegevens',
    withoutData: 'zonder de gegevens: alleen wat het bestand zelf verraadt',
    nothingFound: (scope) => `Niets gevonden (${scope}).`,
    found: (findings, scope) =>
      `MET SUCCES AANGEVALLEN: ${count(findings, 'bevinding', 'bevindingen')} (${scope}).\nWelke cellen: zie --report, alleen voor de outputcontroleur.`,
    interrupted: 'Onderbroken.',
    nothingPublished: 'Er is niets gepubliceerd.',
  },
);
