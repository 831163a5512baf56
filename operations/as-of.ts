import { inTransaction } from '../catalog/append.js';
import { knownAt } from '../catalog/known-at.js';
import { SluisError } from '../domain/errors.js';
import { endOfAmsterdamDay } from '../policy/dates.js';
import type { Access } from './access.js';
import { fromCatalog } from './catalog-rows.js';

/** A past instant, and how many events the log held then. */
export interface AsOf {
  /** UTC, ISO 8601 with milliseconds. */
  readonly instant: string;
  readonly events: number;
}

const FORM = /^([12]\d{3}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * A day, which is its end in Europe/Amsterdam, or an instant with its zone. @returns the instant in UTC
 * @throws SluisError UsageInvalid
 */
export function parseAsOf(text: string): string {
  const [, day = '', time] = FORM.exec(text) ?? [];
  const noon = new Date(`${day}T12:00:00.000Z`);
  const isDay = !Number.isNaN(noon.getTime()) && noon.toISOString().slice(0, 10) === day;
  const at = time === undefined ? null : Date.parse(text);
  if (isDay && at === null) return endOfAmsterdamDay(day);
  if (isDay && at !== null && !Number.isNaN(at)) return new Date(at).toISOString();
  throw new SluisError(
    'UsageInvalid',
    'A moment is a day (2026-03-01, to its end in Amsterdam) or an instant with its zone (2026-03-01T12:00:00Z).',
  );
}

/**
 * What was known at an instant.
 * @throws SluisError UsageInvalid where it is not past: the answer could still change; CatalogUnavailable
 */
export async function asOf(access: Access, instant: string): Promise<AsOf> {
  const { events, isPast } = await fromCatalog(access, async (catalog) => {
    const client = await catalog.connect();
    try {
      return await inTransaction(client, () => knownAt(client, instant));
    } finally {
      client.release();
    }
  });
  if (isPast) return { instant, events };
  throw new SluisError(
    'UsageInvalid',
    `${instant} is not past: more can still be recorded by then. Without that moment the answer is of now.`,
  );
}
