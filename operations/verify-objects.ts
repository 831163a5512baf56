import { randomUUID } from 'node:crypto';
import type { Finding } from '../catalog/finding.js';
import { type ObjectDigest, objectDigestsOf } from '../catalog/object-digests.js';
import { type SealDigest, sealDigestsOf } from '../catalog/seal-digests.js';
import { SluisError } from '../domain/errors.js';
import { TASK_QUEUES, WORKFLOWS, type Zone } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';
import { pause } from './waiting.js';

/** Claims that one workflow is given: a page stays far below what a history may hold. */
const PAGE = 500;
const OF_VAULT: readonly Zone[] = ['landing', 'pseudonymised'];
/** Milliseconds in which a destruction that is under way should be recorded. */
const RECORDED_WITHIN = 10_000;

export interface ObjectsVerified {
  readonly objects: number;
  readonly findings: readonly Finding[];
}

interface Claims {
  readonly objects: readonly ObjectDigest[];
  readonly seals: readonly SealDigest[];
}

/**
 * Has every object and seal that the log claims read by the worker that may, and held against its digest; and looked
 * whether what was destroyed is gone.
 */
export async function verifyObjects(
  access: Access,
  recordedWithin = RECORDED_WITHIN,
): Promise<ObjectsVerified> {
  const { objects, seals } = await claimsOf(access);
  const findings: Finding[] = [];
  for (let at = 0; at < Math.max(objects.length, seals.length); at += PAGE) {
    const page = { objects: objects.slice(at, at + PAGE), seals: seals.slice(at, at + PAGE) };
    findings.push(...(await check(access, page)));
  }
  return {
    objects: objects.filter(({ gone }) => gone !== true).length,
    findings: await stillClaimed(access, findings, recordedWithin),
  };
}

/**
 * What is destroyed goes before that is recorded. Of what is missing, only what the log claims now is a finding; while
 * something is being destroyed, the log is given its time.
 */
async function stillClaimed(access: Access, found: readonly Finding[], recordedWithin: number) {
  const deadline = Date.now() + recordedWithin;
  for (let findings = found; ; await pause()) {
    if (!findings.some(({ what }) => what === 'object-missing')) return findings;
    // Asked first: a destruction that ends in between is in the claims.
    const isDestroying = await somethingIsDestroyed(access);
    const { objects } = await claimsOf(access);
    const claimed = new Set(objects.filter(({ gone }) => gone !== true).map(placeOf));
    findings = findings.filter(({ what, place }) => what !== 'object-missing' || claimed.has(place));
    if (!isDestroying || Date.now() > deadline) return findings;
  }
}

/** A delivery is destroyed at its term; of all else, what was made goes as soon as it stands in quarantine. */
async function somethingIsDestroyed({ catalog }: Access): Promise<boolean> {
  const { rowCount } = await catalog.query(
    `SELECT FROM reading.quarantine
     WHERE state = 'quarantined' AND (subject_kind <> 'delivery' OR destroy_by::timestamptz <= now()) LIMIT 1`,
  );
  return rowCount !== 0;
}

const placeOf = ({ zone, key, seq }: { zone: Zone; key: string; seq: number }) =>
  `${zone}/${key} (event ${seq})`;

async function claimsOf({ catalog }: Access): Promise<Claims> {
  const client = await catalog.connect();
  try {
    return { objects: await objectDigestsOf(client), seals: await sealDigestsOf(client) };
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  } finally {
    client.release();
  }
}

interface Found {
  readonly objects: readonly {
    what: 'object-missing' | 'object-changed' | 'object-remains';
    zone: Zone;
    key: string;
    seq: number;
  }[];
  readonly seals: readonly {
    what: 'seal-missing' | 'seal-changed';
    table: string;
    key: string;
    seq: number;
  }[];
}

async function check({ client }: Access, { objects, seals }: Claims): Promise<Finding[]> {
  const vault = objects.filter(({ zone }) => OF_VAULT.includes(zone));
  const data = objects.filter(({ zone }) => !OF_VAULT.includes(zone));
  try {
    const found: unknown = await client.workflow.execute(WORKFLOWS.checkObjects, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `check-objects:${randomUUID()}`,
      args: [{ vault, data, seals }],
    });
    const { objects: changed, seals: broken } = found as Found;
    return [
      ...changed.map(({ what, ...claim }) => ({ what, place: placeOf(claim) })),
      ...broken.map(({ what, table, key, seq }) => ({ what, place: `${table} ${key} (event ${seq})` })),
    ];
  } catch (error) {
    throw fromTemporal(error);
  }
}
