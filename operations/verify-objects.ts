import { randomUUID } from 'node:crypto';
import { type ObjectDigest, objectDigestsOf } from '../catalog/object-digests.js';
import type { Finding } from '../catalog/verify.js';
import { SluisError } from '../domain/errors.js';
import { TASK_QUEUES, WORKFLOWS, type Zone } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

/** Objects that one workflow is given: a page of claims stays far below what a history may hold. */
const PAGE = 500;
const OF_VAULT: readonly Zone[] = ['landing', 'pseudonymised'];

export interface ObjectsVerified {
  readonly objects: number;
  readonly findings: readonly Finding[];
}

/** Has every object that the log claims read by the worker of its zone and held against its digest. */
export async function verifyObjects(access: Access): Promise<ObjectsVerified> {
  const claims = await claimsOf(access);
  const findings: Finding[] = [];
  for (let at = 0; at < claims.length; at += PAGE) {
    for (const { what, zone, key, seq } of await check(access, claims.slice(at, at + PAGE)))
      findings.push({ what, place: `${zone}/${key} (event ${seq})` });
  }
  return { objects: claims.length, findings };
}

async function claimsOf({ catalog }: Access): Promise<readonly ObjectDigest[]> {
  const client = await catalog.connect();
  try {
    return await objectDigestsOf(client);
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  } finally {
    client.release();
  }
}

interface ObjectFinding {
  readonly what: 'object-missing' | 'object-changed';
  readonly zone: Zone;
  readonly key: string;
  readonly seq: number;
}

async function check({ client }: Access, claims: readonly ObjectDigest[]): Promise<readonly ObjectFinding[]> {
  const vault = claims.filter(({ zone }) => OF_VAULT.includes(zone));
  const data = claims.filter(({ zone }) => !OF_VAULT.includes(zone));
  try {
    const found: unknown = await client.workflow.execute(WORKFLOWS.checkObjects, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `check-objects:${randomUUID()}`,
      args: [{ vault, data }],
    });
    return found as readonly ObjectFinding[];
  } catch (error) {
    throw fromTemporal(error);
  }
}
