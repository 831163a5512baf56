/** The only fields that a log line may have beside its message: ids, codes, counts, durations, never a value of a source. */
export interface LogFields {
  readonly role?: string;
  readonly server?: string;
  readonly workflowId?: string;
  readonly runId?: string;
  readonly workflowType?: string;
  readonly activityType?: string;
  readonly taskQueue?: string;
  readonly sdkComponent?: string;
  /** A code of `domain/errors.ts`, or the class of an error that is not ours. */
  readonly code?: string;
  readonly attempt?: number;
  readonly count?: number;
  readonly port?: number;
  readonly durationMs?: number;
}

const NUMBER_FIELDS: readonly (keyof LogFields)[] = ['attempt', 'count', 'port', 'durationMs'];
const TEXT_FIELDS: readonly (keyof LogFields)[] = [
  ...(['role', 'server', 'workflowId', 'runId', 'workflowType', 'activityType'] as const),
  ...(['taskQueue', 'sdkComponent', 'code'] as const),
];
const TEXTS = new Set<string>(TEXT_FIELDS);
const NUMBERS = new Set<string>(NUMBER_FIELDS);
/** Ids, names and codes of ours: no blank, no quote, so that no sentence of another program fits, and no bare number. */
const ID = /^(?![0-9]+$)[A-Za-z0-9:._-]{1,160}$/;

/**
 * What may be written of given fields; a field that is not listed, or whose value is no id or number, is left out and
 * counted. The same holds for fields that Temporal's own logger adds.
 */
export function allowedFields(given: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  let withheld = 0;
  for (const [name, value] of Object.entries(given)) {
    if (TEXTS.has(name) && typeof value === 'string' && ID.test(value)) kept[name] = value;
    else if (NUMBERS.has(name) && typeof value === 'number' && Number.isFinite(value)) kept[name] = value;
    else withheld += 1;
  }
  return withheld === 0 ? kept : { ...kept, withheld };
}
