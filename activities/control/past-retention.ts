import type { ClientBase } from 'pg';
import { appendEvent, lockLog } from '../../catalog/append.js';
import type { Subject } from '../../catalog/event-bodies.js';
import type { Access } from '../../policy/access.js';
import type { Contract, IsoDate } from '../../policy/contract.js';
import { amsterdamDay } from '../../policy/dates.js';
import type { KeptZone } from '../../policy/derived.js';
import { lastDay } from '../../policy/retention.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { KEPT_SINCE } from './facts/kept-since.js';

/**
 * Puts everything in quarantine whose retention in its zone has passed, and on whose sources no legal hold stands: dataset
 * versions, and what landed of deliveries that went their way. Answers all that stands there for that reason and is not yet
 * destroyed, also what an earlier attempt put there.
 * @param destroyBy instant in UTC, ISO 8601, which every attempt of the step gives again
 */
export const makeQuarantinePastRetention = (deps: ControlDeps) =>
  async function quarantinePastRetention(destroyBy: string): Promise<readonly Subject[]> {
    return await transact(deps, async (client) => {
      await lockLog(client);
      const occurredAt = deps.now();
      for (const { subject, zone, sourceId } of await pastRetention(client, amsterdamDay(occurredAt)))
        await appendEvent(client, {
          type: 'quarantined',
          identity: stepOf(`quarantine:${subject.id}`, 0),
          occurredAt,
          actor: 'worker:control',
          body: {
            ...{ subject, sourceId, zone, codes: ['T01'], destroyBy },
            breachAssessment: 'not-needed',
            pastRetention: true,
          },
        });
      const { rows } = await client.query<Subject>(
        `SELECT subject_kind AS kind, subject_id AS id FROM catalog.quarantine
         WHERE past_retention AND state = 'quarantined' ORDER BY since, subject_id`,
      );
      return rows;
    });
  };

interface Lying {
  readonly kind: 'delivery' | 'dataset-version';
  readonly id: string;
  readonly zone: KeptZone;
  readonly keptSince: Date;
  readonly access: Access;
  readonly contract: Contract;
}

interface Past {
  readonly subject: Subject;
  readonly zone: KeptZone;
  readonly last: IsoDate;
  readonly sourceId: string;
}

/** Each once, with the source whose contract allows it the shortest time. */
async function pastRetention(client: ClientBase, day: IsoDate): Promise<readonly Past[]> {
  const { rows } = await client.query<Lying>(LYING);
  const shortest = new Map<string, Past>();
  for (const { kind, id, zone, keptSince, access, contract } of rows) {
    const since = amsterdamDay(keptSince.toISOString());
    const last = lastDay(contract, zone, since, access);
    const known = shortest.get(id);
    if (known === undefined || last < known.last)
      shortest.set(id, { subject: { kind, id }, zone, last, sourceId: contract.sourceId });
  }
  return [...shortest.values()].filter(({ last }) => day > last);
}

/** One row for each contract that something rests on. What no contract is known of is left alone: nobody knows its term. */
const LYING = `
  WITH RECURSIVE made AS (
    SELECT version AS root, contract_hash, manifest->'inputs' AS inputs FROM catalog.dataset_version
    WHERE state = 'current' AND zone IN ('pseudonymised', 'curated', 'result')
    UNION SELECT made.root, v.contract_hash, v.manifest->'inputs' FROM made
      CROSS JOIN LATERAL jsonb_array_elements_text(made.inputs) AS behind(version)
      JOIN catalog.dataset_version v ON v.version = behind.version),
  lying AS (
    SELECT DISTINCT 'dataset-version' AS kind, v.version AS id, v.zone, ${KEPT_SINCE} AS "keptSince",
      CASE WHEN v.contract_hash = made.contract_hash THEN v.access ELSE 'open' END AS access,
      made.contract_hash
    FROM made JOIN catalog.dataset_version v ON v.version = made.root
    UNION ALL SELECT 'delivery', d.delivery_id, 'landing', d.opened_at, 'open', d.contract_hash
    FROM catalog.delivery d WHERE d.state = 'curated' AND NOT EXISTS (
      SELECT FROM catalog.quarantine q WHERE q.subject_kind = 'delivery' AND q.subject_id = d.delivery_id)),
  held AS (
    SELECT DISTINCT lying.id FROM lying JOIN catalog.contract c ON c.contract_hash = lying.contract_hash
      JOIN catalog.measure m ON m.source_id = c.source_id AND m.state = 'held')
  SELECT lying.kind, lying.id, lying.zone, lying."keptSince", lying.access, c.body AS contract
  FROM lying JOIN catalog.contract c ON c.contract_hash = lying.contract_hash
  WHERE lying.id NOT IN (SELECT id FROM held) ORDER BY lying.id, c.contract_hash`;
