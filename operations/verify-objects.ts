import { randomUUID } from 'node:crypto';
import { type ObjectDigest, objectDigestsOf } from '../catalog/object-digests.js';
import { type SealDigest, sealDigestsOf } from '../catalog/seal-digests.js';
import type { Finding } from '../catalog/verify.js';
import { SluisError } from '../domain/errors.js';
import { TASK_QUEUES, WORKFLOWS, type Zone } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Claims that one workflow is given: a page stays far below what a history may hold. */
const PAGE = 500;
const OF_VAULT: readonly Zone[] = ['landing', 'pseudonymised'];

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
export async function verifyObjects(access: Access): Promise<ObjectsVerified> {
  const { objects, seals } = await claimsOf(access);
  const findings: Finding[] = [];
  for (let at = 0; at < Math.max(objects.length, seals.length); at += PAGE) {
    const page = { objects: objects.slice(at, at + PAGE), seals: seals.slice(at, at + PAGE) };
    findings.push(...(await check(access, page)));
  }
  return { objects: objects.filter(({ gone }) => gone !== true).length, findings };
}

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
      ...changed.map(({ what, zone, key, seq }) => ({ what, place: `${zone}/${key} (event ${seq})` })),
      ...broken.map(({ what, table, key, seq }) => ({ what, place: `${table} ${key} (event ${seq})` })),
    ];
  } catch (error) {
    throw fromTemporal(error);
  }
}
