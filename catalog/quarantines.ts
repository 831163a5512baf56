import type { ClientBase, Pool } from 'pg';
import type { Zone } from '../domain/names.js';
import type { BreachOutcome } from '../domain/quarantine.js';
import type { Bilingual } from '../domain/verdict.js';

/** What stands or stood in quarantine, and how it was followed up. Persons by their references. */
export interface Quarantine {
  readonly kind: 'delivery' | 'run' | 'release' | 'dataset-version';
  readonly id: string;
  /** Null of the tables of a release that ended and was not published. */
  readonly sourceId: string | null;
  /** The furthest zone that held something of it. */
  readonly zone: Zone;
  readonly codes: readonly string[];
  readonly since: Date;
  /** Instant, ISO 8601. */
  readonly destroyBy: string;
  readonly state: 'quarantined' | 'destroyed';
  /** Nobody refused or stopped it: its retention has passed. */
  readonly pastRetention: boolean;
  /** A legal hold stands on its source. */
  readonly held: boolean;
  readonly destroyedAt: Date | null;
  readonly objects: number | null;
  readonly keys: number | null;
  readonly breachAssessment: 'opened' | 'not-needed';
  readonly assessment: BreachOutcome | null;
  readonly assessedAt: Date | null;
  readonly assessedBy: string | null;
  readonly assessmentReason: string | null;
  readonly toldAt: Date | null;
  readonly toldBy: string | null;
  readonly toldHow: string | null;
  /** SHA-256 of the text that was passed on. */
  readonly toldNotice: string | null;
  /** OINs of whose it is, and who are told; none of a run, a release, a version, and of what is past its retention. */
  readonly providers: readonly string[];
}

/** What the gates said of it, of each rule that put it there the newest words. */
export interface QuarantineRule {
  readonly code: string;
  readonly text: Bilingual;
  readonly cure: Bilingual;
}

/** Everything that was ever put in quarantine, the newest first. Needs a reader's rights. */
export async function quarantines(client: Pool | ClientBase): Promise<readonly Quarantine[]> {
  return (await client.query<Quarantine>(`${QUARANTINES} ORDER BY q.since DESC, q.subject_id`)).rows;
}

/** What stands in quarantine under an id, or null. */
export async function quarantineNamed(client: Pool | ClientBase, id: string): Promise<Quarantine | null> {
  const { rows } = await client.query<Quarantine>(`${QUARANTINES} WHERE q.subject_id = $1`, [id]);
  return rows[0] ?? null;
}

export async function quarantineRules(
  client: Pool | ClientBase,
  { id, codes }: Pick<Quarantine, 'id' | 'codes'>,
): Promise<readonly QuarantineRule[]> {
  const { rows } = await client.query<QuarantineRule>(
    `SELECT DISTINCT ON (hit->>'code') hit->>'code' AS code, hit->'text' AS text, hit->'cure' AS cure
     FROM reading.gate_verdict v, jsonb_array_elements(v.verdict->'hits') AS hit
     WHERE v.subject_id = $1 AND hit->>'code' = ANY($2) ORDER BY hit->>'code', v.seq DESC`,
    [id, codes],
  );
  return rows;
}

const QUARANTINES = `
  SELECT q.subject_kind AS kind, q.subject_id AS id, q.source_id AS "sourceId", q.zone, q.codes, q.since,
    q.destroy_by AS "destroyBy", q.state, q.destroyed_at AS "destroyedAt", q.objects, q.keys,
    q.past_retention AS "pastRetention", q.breach_assessment AS "breachAssessment", q.assessment, q.assessed_at AS "assessedAt",
    q.assessed_by AS "assessedBy", q.assessment_reason AS "assessmentReason", q.told_at AS "toldAt",
    q.told_by AS "toldBy", q.told_how AS "toldHow", q.told_notice AS "toldNotice",
    EXISTS (SELECT 1 FROM reading.measure m
      WHERE m.source_id = q.source_id AND m.state = 'held') AS held,
    ARRAY(SELECT role->>'oin' FROM reading.delivery d JOIN reading.contract c ON c.contract_hash = d.contract_hash,
       jsonb_array_elements(c.body->'roles') WITH ORDINALITY AS named(role, place)
     WHERE q.subject_kind = 'delivery' AND NOT q.past_retention AND d.delivery_id = q.subject_id AND role->>'role' = 'provider'
     ORDER BY place) AS providers
  FROM reading.quarantine q`;
