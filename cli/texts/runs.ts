import { bilingual } from '../language.js';

/** What is said of a run that somebody cancelled. */
interface RunTexts {
  readonly recorded: (cancellationId: string) => string;
  readonly already: (runId: string) => string;
  readonly next: (runId: string) => string;
  readonly cancelled: (day: string, by: string, reason: string) => string;
}

export const RUNS = bilingual<RunTexts>(
  {
    recorded: (cancellationId) => `recorded as ${cancellationId}; what the run wrote is removed`,
    already: (runId) => `${runId} was cancelled before; that stands`,
    next: (runId) => `by whom and why: sluis runs show ${runId}`,
    cancelled: (day, by, reason) => `cancelled ${day} by ${by}: ${reason}`,
  },
  {
    recorded: (cancellationId) =>
      `vastgelegd als ${cancellationId}; wat de uitvoering schreef, wordt verwijderd`,
    already: (runId) => `${runId} was al geannuleerd; dat blijft zo`,
    next: (runId) => `door wie en waarom: sluis runs show ${runId}`,
    cancelled: (day, by, reason) => `geannuleerd ${day} door ${by}: ${reason}`,
  },
);
