import { bilingual } from '../language.js';
import { count } from './count.js';

/** What is said of a release; the sentence that a pattern is no suspicion is Dutch law's own, and stays Dutch. */
interface ResultTexts {
  readonly asked: (releaseId: string, stage: string, rows: number, hidden: number) => string;
  readonly refused: (codes: readonly string[], releaseId: string) => string;
  readonly reviewed: (codes: readonly string[]) => string;
  readonly decide: (releaseId: string) => string;
  readonly share: (percent: number, cells: number) => string;
  readonly published: (releaseId: string, state: string, share: string) => string;
  readonly tables: (releaseId: string, version: string) => string;
  readonly fewest: (units: number | null) => string;
  readonly protection: (
    output: string,
    cells: number,
    primary: number,
    secondary: number,
    solver: string,
  ) => string;
}

export const RESULTS = bilingual<ResultTexts>(
  {
    asked: (releaseId, stage, rows, hidden) =>
      `${releaseId}: ${stage}, ${count(rows, 'row', 'rows')}, ${count(hidden, 'protected figure', 'protected figures')} hidden`,
    refused: (codes, releaseId) =>
      `refused by ${codes.join(', ')}; every verdict: sluis results show ${releaseId}`,
    reviewed: (codes) => `${codes.join(', ')} asks people first; see: sluis inbox`,
    decide: (releaseId) =>
      `next, by those who decide: sluis results check ${releaseId} --as output-checker-2`,
    share: (percent, cells) => `${percent} % of ${count(cells, 'protected figure', 'protected figures')}`,
    published: (releaseId, state, share) =>
      `${releaseId}: ${state}${share === '' ? '' : `, ${share} published`}`,
    tables: (releaseId, version) => `${releaseId}, tables ${version}`,
    fewest: (units) => `fewest units behind a figure above zero: ${units ?? 'no table counts units'}`,
    protection: (output, cells, primary, secondary, solver) =>
      `${output}: ${count(cells, 'cell', 'cells')}, ${primary} primary and ${secondary} secondary hidden (${solver})`,
  },
  {
    asked: (releaseId, stage, rows, hidden) =>
      `${releaseId}: ${stage}, ${count(rows, 'rij', 'rijen')}, ${count(hidden, 'beschermd cijfer', 'beschermde cijfers')} verborgen`,
    refused: (codes, releaseId) =>
      `geweigerd door ${codes.join(', ')}; elk oordeel: sluis results show ${releaseId}`,
    reviewed: (codes) => `${codes.join(', ')} vraagt eerst mensen; zie: sluis inbox`,
    decide: (releaseId) => `verder, door wie besluit: sluis results check ${releaseId} --as output-checker-2`,
    share: (percent, cells) => `${percent} % van ${count(cells, 'beschermd cijfer', 'beschermde cijfers')}`,
    published: (releaseId, state, share) =>
      `${releaseId}: ${state}${share === '' ? '' : `, ${share} gepubliceerd`}`,
    tables: (releaseId, version) => `${releaseId}, tabellen ${version}`,
    fewest: (units) => `minste eenheden achter een cijfer boven nul: ${units ?? 'geen tabel telt eenheden'}`,
    protection: (output, cells, primary, secondary, solver) =>
      `${output}: ${count(cells, 'cel', 'cellen')}, ${primary} primair en ${secondary} secundair verborgen (${solver})`,
  },
);
