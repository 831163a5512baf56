import { bilingual } from '../language.js';

/** What is said of a step that ended a delivery, run or release, before what its error says. */
interface FailureTexts {
  readonly failed: (code: string) => string;
  readonly failedAt: (step: string, code: string) => string;
  /** An error that is none of ours. */
  readonly unforeseen: string;
  /** What comes after a release that was not published. */
  readonly releaseAgain: (runId: string) => string;
}

export const FAILURES = bilingual<FailureTexts>(
  {
    failed: (code) => `failed: ${code}`,
    failedAt: (step, code) => `failed at "${step}": ${code}`,
    unforeseen: 'Sluis does not know this error. See the logs: sluis status',
    releaseAgain: (runId) => `once that is cured, ask again: sluis release ${runId}`,
  },
  {
    failed: (code) => `mislukt: ${code}`,
    failedAt: (step, code) => `mislukt bij "${step}": ${code}`,
    unforeseen: 'Sluis kent deze fout niet. Zie de logboeken: sluis status',
    releaseAgain: (runId) => `vraag het opnieuw als dat is verholpen: sluis release ${runId}`,
  },
);
