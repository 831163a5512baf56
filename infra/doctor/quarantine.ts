import type { Endpoints } from '../config.js';
import { broken, type Finding, ok } from './finding.js';
import { withOwner } from './with-owner.js';

interface Overdue {
  readonly kind: 'delivery' | 'run' | 'release' | 'dataset-version';
  readonly id: string;
  readonly since: Date;
  /** Its own day has passed, and not only that of its copies. */
  readonly isPastTerm: boolean;
  /** How many there are in all. */
  readonly all: number;
}

/** What stands in quarantine and should have been destroyed by now: the oldest, each by its id, and how many there are. */
export async function quarantineFindings(endpoints: Endpoints): Promise<readonly Finding[]> {
  const { rows } = await withOwner(endpoints, (client) => client.query<Overdue>(OVERDUE));
  const findings = rows.map(overdue);
  const more = (rows[0]?.all ?? 0) - rows.length;
  if (more > 0)
    findings.push(broken('quarantine', 'destruction', `${more} more are overdue`, 'See: sluis quarantine'));
  return findings.length > 0 ? findings : [ok('quarantine', 'destruction', 'nothing is overdue')];
}

function overdue({ kind, id, since, isPastTerm }: Overdue): Finding {
  const day = since.toISOString().slice(0, 10);
  const next = `Run: sluis up. Then look again: sluis quarantine show ${id}`;
  return isPastTerm
    ? broken('quarantine', CHECKS[kind](id), `should have been destroyed on ${day}`, next)
    : broken('quarantine', CHECKS[kind](id), `copies should have been removed on ${day}`, next);
}

const CHECKS: Readonly<Record<Overdue['kind'], (id: string) => string>> = {
  delivery: (id) => `delivery ${id}`,
  run: (id) => `run ${id}`,
  release: (id) => `release ${id}`,
  'dataset-version': (id) => `copy ${id}`,
};

/**
 * Copies go at once, a delivery at its term unless its source is under a legal hold, as does what is past its retention: an
 * hour is enough for all where the workers run. A copy that another delivery of the same bytes rests on stays.
 */
const OVERDUE = `
  WITH standing AS (
    SELECT q.*, (q.subject_kind = 'delivery' OR q.past_retention) AND q.destroy_by::timestamptz < now() - interval '1 hour'
      AND NOT EXISTS (SELECT FROM catalog.measure m
        WHERE m.source_id = q.source_id AND m.state = 'held') AS past_term
    FROM catalog.quarantine q WHERE q.state = 'quarantined')
  SELECT s.subject_kind AS kind, s.subject_id AS id, s.past_term AS "isPastTerm", count(*) OVER ()::int AS "all",
    CASE WHEN s.past_term THEN s.destroy_by::timestamptz ELSE s.since END AS since
  FROM standing s
  WHERE s.past_term OR NOT s.past_retention AND s.since < now() - interval '1 hour' AND (s.subject_kind <> 'delivery' OR EXISTS (
    SELECT FROM catalog.delivery d JOIN catalog.dataset_version v ON v.version = d.pseudonymised AND v.state = 'current'
    WHERE d.delivery_id = s.subject_id AND NOT EXISTS (
      SELECT FROM catalog.delivery o WHERE o.delivery_id <> d.delivery_id AND (
        (o.pseudonymised = v.version AND o.state IN ('pseudonymised', 'curated'))
        OR (o.landing_hash = d.landing_hash AND o.contract_hash = d.contract_hash
          AND o.state IN ('landed', 'profiled'))))))
  ORDER BY since, id LIMIT 20`;
