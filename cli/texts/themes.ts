import { bilingual } from '../language.js';

/** Headings of a theme, whose own texts are in its language, and what comes after a run. */
interface ThemeTexts {
  readonly method: string;
  readonly limit: string;
  readonly inputs: string;
  readonly parameters: string;
  readonly outputs: string;
  readonly ready: (runId: string) => string;
  readonly refused: (codes: readonly string[], runId: string) => string;
  readonly reviewed: (codes: readonly string[]) => string;
  readonly follow: (runId: string) => string;
}

export const THEMES = bilingual<ThemeTexts>(
  {
    method: 'method',
    limit: 'limit',
    inputs: 'inputs',
    parameters: 'parameters',
    outputs: 'outputs',
    ready: (runId) => `next: sluis release ${runId}`,
    refused: (codes, runId) => `refused by ${codes.join(', ')}; why: sluis runs show ${runId}`,
    reviewed: (codes) => `${codes.join(', ')} asks people; it goes on by itself after: sluis inbox`,
    follow: (runId) => `it goes on by itself; follow it: sluis runs watch ${runId}`,
  },
  {
    method: 'methode',
    limit: 'grens',
    inputs: 'invoer',
    parameters: 'parameters',
    outputs: 'uitvoer',
    ready: (runId) => `verder: sluis release ${runId}`,
    refused: (codes, runId) => `geweigerd door ${codes.join(', ')}; waarom: sluis runs show ${runId}`,
    reviewed: (codes) => `${codes.join(', ')} vraagt mensen; het gaat vanzelf verder na: sluis inbox`,
    follow: (runId) => `het gaat vanzelf verder; volg het: sluis runs watch ${runId}`,
  },
);
