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
  readonly statement: string;
  readonly reviewed: (codes: readonly string[], runId: string) => string;
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
    statement: 'statement',
    reviewed: (codes, runId) =>
      `${codes.join(', ')} asks people: it waits in the inbox as ${runId}:G4 (sluis inbox), and goes on by itself once they approve; why: sluis runs show ${runId}`,
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
    statement: 'statement',
    reviewed: (codes, runId) =>
      `${codes.join(', ')} vraagt mensen: het wacht in de inbox als ${runId}:G4 (sluis inbox), en gaat vanzelf verder als zij goedkeuren; waarom: sluis runs show ${runId}`,
    follow: (runId) => `het gaat vanzelf verder; volg het: sluis runs watch ${runId}`,
  },
);
