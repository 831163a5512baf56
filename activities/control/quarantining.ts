import type { ClientBase } from 'pg';
import { appendEvent, lockLog } from '../../catalog/append.js';
import type { Quarantined, Subject } from '../../catalog/event-bodies.js';
import type { Zone } from '../../domain/names.js';
import { destructionId } from '../../domain/quarantine.js';
import { withClient } from '../catalog-session.js';
import type { Destruction } from '../contract.js';
import { isHeldVersion } from '../held-version.js';
import { type ControlDeps, stepOf, transact } from './deps.js';

/**
 * Puts the dataset versions that were made of something in quarantine, or of a release that ended and was not published,
 * there too, and answers all that stand there and are not yet destroyed. A version that another delivery of the same bytes
 * rests on stays: equal bytes share a version. One that comes later, or was not so far, is given another, since what stands
 * in quarantine is never made again.
 */
export const makeQuarantineCopies = (deps: ControlDeps) =>
  async function quarantineCopies(subject: Subject): Promise<readonly string[]> {
    return await transact(deps, async (client) => {
      await lockLog(client);
      const copies = await copiesOf(client, subject);
      const cause = await causeOf(client, subject);
      if (cause === null) return [];
      for (const { version, zone } of copies.filter(({ state }) => state === 'current'))
        await appendEvent(client, {
          type: 'quarantined',
          identity: stepOf(`quarantine:${version}`, 0),
          occurredAt: deps.now(),
          actor: 'worker:control',
          body: {
            ...cause,
            subject: { kind: 'dataset-version', id: version },
            zone,
            // The delivery is assessed, once.
            breachAssessment: 'not-needed',
          },
        });
      return copies.map(({ version }) => version);
    });
  };

/**
 * Whether the term has come at which something in quarantine is destroyed, with the clock of this moment. A copy of
 * something else that stands there goes with that.
 */
export const makeDestructionDue = (deps: ControlDeps) =>
  async function destructionDue({ kind, id }: Subject): Promise<Destruction> {
    return await withClient(deps.pool, async (client) => {
      const { rows } = await client.query<Standing>(
        `SELECT q.destroy_by AS "destroyBy", q.past_retention AS "isPastRetention", EXISTS (SELECT 1 FROM catalog.measure m
           WHERE m.source_id = q.source_id AND m.state = 'held') AS held
         FROM catalog.quarantine q
         WHERE q.subject_kind = $1 AND q.subject_id = $2 AND q.state = 'quarantined'
           AND (q.subject_kind <> 'dataset-version' OR q.past_retention)`,
        [kind, id],
      );
      const standing = rows[0];
      if (!standing) return { state: (await endingOf(client, { kind, id })) === null ? 'gone' : 'ended' };
      const alone = standing.isPastRetention ? ({ alone: true } as const) : {};
      if (standing.held || (kind === 'dataset-version' && (await isHeldVersion(client, id))))
        return { state: 'held', ...alone };
      const left = Date.parse(standing.destroyBy) - Date.parse(deps.now());
      return left > 0 ? { state: 'waits', left, ...alone } : { state: 'due', ...alone };
    });
  };

interface Standing {
  readonly destroyBy: string;
  readonly isPastRetention: boolean;
  readonly held: boolean;
}

export const makeDestructionsOf = ({ pool }: ControlDeps) =>
  async function destructionsOf(sourceId: string): Promise<readonly string[]> {
    return await withClient(pool, async (client) => {
      const { rows } = await client.query<{ kind: string; id: string }>(
        `SELECT subject_kind AS kind, subject_id AS id FROM catalog.quarantine
         WHERE source_id = $1 AND state = 'quarantined' AND (subject_kind <> 'dataset-version' OR past_retention)
         ORDER BY since, id`,
        [sourceId],
      );
      return rows.map(destructionId);
    });
  };

interface Copy {
  readonly version: string;
  readonly zone: Zone;
  readonly state: 'current' | 'quarantined';
}

/** What the catalog knows of it; a run that was stopped has no version there, since nothing of it was recorded. */
async function copiesOf(client: ClientBase, { kind, id }: Subject): Promise<readonly Copy[]> {
  const sql = kind === 'delivery' ? OF_DELIVERY : OF_RELEASE;
  if (kind !== 'delivery' && kind !== 'release') return [];
  return (await client.query<Copy>(sql, [id])).rows;
}

type Cause = Pick<Quarantined, 'sourceId' | 'codes' | 'destroyBy'>;

async function causeOf(client: ClientBase, { kind, id }: Subject): Promise<Cause | null> {
  const { rows } = await client.query<Cause>(
    `SELECT source_id AS "sourceId", codes, destroy_by AS "destroyBy" FROM catalog.quarantine
     WHERE subject_kind = $1 AND subject_id = $2`,
    [kind, id],
  );
  const standing = rows[0];
  if (standing) return standing;
  const ending = await endingOf(client, { kind, id });
  if (ending === null) return null;
  const { codes, endedAt } = ending;
  return { sourceId: null, codes, destroyBy: endedAt.toISOString() };
}

interface Ending {
  readonly codes: readonly string[];
  readonly endedAt: Date;
}

/** How a run ended without a result, or a release unpublished, that never stood in quarantine; null where none did. */
async function endingOf(client: ClientBase, { kind, id }: Subject): Promise<Ending | null> {
  if (kind !== 'run' && kind !== 'release') return null;
  const { rows } = await client.query<Ending>(
    `${ENDED[kind]} AND NOT EXISTS (
       SELECT FROM catalog.quarantine q WHERE q.subject_kind = $1 AND q.subject_id = $2)`,
    [kind, id],
  );
  return rows[0] ?? null;
}

const ENDED = {
  run: `SELECT codes, finished_at AS "endedAt" FROM catalog.run WHERE run_id = $2 AND state IN ('refused', 'cancelled')`,
  release: `SELECT codes, closed_at AS "endedAt" FROM catalog.release
    WHERE release_id = $2 AND state IN ('refused', 'rejected', 'expired')`,
} as const;

/** What is past its retention has a destruction of its own. */
const IS_NO_OTHERS = `NOT EXISTS (
  SELECT FROM catalog.quarantine q WHERE q.past_retention AND q.subject_id = v.version)`;

const OF_DELIVERY = `
  SELECT v.version, v.zone, v.state
  FROM catalog.delivery d JOIN catalog.dataset_version v
    ON v.zone = 'pseudonymised' AND v.contract_hash = d.contract_hash
      AND v.manifest->'inputs' @> to_jsonb(ARRAY[d.landing_hash])
  WHERE d.delivery_id = $1 AND ${IS_NO_OTHERS} AND (v.state = 'quarantined' OR v.state = 'current' AND NOT EXISTS (
    SELECT 1 FROM catalog.delivery o WHERE o.delivery_id <> d.delivery_id AND (
      (o.pseudonymised = v.version AND o.state IN ('pseudonymised', 'curated'))
      OR (o.landing_hash = d.landing_hash AND o.contract_hash = d.contract_hash
        AND o.state IN ('landed', 'profiled')))))
  ORDER BY v.version`;

const OF_RELEASE = `
  SELECT v.version, v.zone, v.state
  FROM catalog.release r JOIN catalog.dataset_version v ON v.version = r.protected_version
  WHERE r.release_id = $1 AND ${IS_NO_OTHERS} AND (v.state = 'quarantined' OR v.state = 'current' AND NOT EXISTS (
    SELECT FROM catalog.release o
    WHERE o.protected_version = v.version AND o.state IN ('protected', 'released')))`;
