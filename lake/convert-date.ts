import { literal } from './sql-text.js';

const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const TIME = '[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?';
const OFFSET = '(?:Z|[+-][0-9]{2}:?[0-9]{2})';

/** SQL of a calendar date (ISO 8601, yyyy-mm-dd); NULL for any other text and for days that do not exist. */
export function dateSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${literal(DAY)}) THEN TRY_CAST(${text} AS DATE) END`;
}

/**
 * SQL of a moment (ISO 8601): one with an offset is put in UTC, one without stays as delivered; NULL for any other
 * text. The engine's own cast drops the offset without a word, so it is subtracted here; most moments have none, and to
 * look for its parts would be four fifths of the cost.
 */
export function timestampSql(text: string): string {
  const local = `regexp_extract(${text}, '${DAY}[T ]${TIME}')`;
  const part = (group: 1 | 2 | 3) =>
    `regexp_extract(${text}, ':[0-9.]+([+-])([0-9]{2}):?([0-9]{2})$', ${group})`;
  const minutes = `(CAST(${part(2)} AS BIGINT) * 60 + CAST(${part(3)} AS BIGINT))`;
  const east = `CASE ${part(1)} WHEN '+' THEN ${minutes} WHEN '-' THEN -${minutes} ELSE 0 END`;
  const moment = `TRY_CAST(${local} AS TIMESTAMP) - to_minutes(${east})`;
  return `CASE WHEN regexp_full_match(${text}, '${DAY}[T ]${TIME}') THEN TRY_CAST(${text} AS TIMESTAMP)
    WHEN regexp_full_match(${text}, '${DAY}[T ]${TIME}${OFFSET}') THEN ${moment} END`;
}
