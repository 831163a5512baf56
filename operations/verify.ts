import type { Finding, Verification } from '../catalog/finding.js';
import { compareProjections } from '../catalog/rebuild.js';
import { verifyEvents } from '../catalog/verify.js';
import { SluisError } from '../domain/errors.js';
import type { Access } from './access.js';
import { newestNote } from './newest-note.js';
import { verifyObjects } from './verify-objects.js';

export interface AuditVerification extends Verification {
  /** Objects that the log claims, all of which were read. */
  readonly objects: number;
}

/**
 * Recomputes the log from the events that a reader sees, holds it against the checkpoints that control signed, and
 * rebuilds the projections from it, and has every object read by the worker of its zone.
 * @param witness a signed note that was kept elsewhere: the log must extend it
 */
export async function verifyAudit(access: Access, witness?: string): Promise<AuditVerification> {
  try {
    const log = { note: () => newestNote(access), publicKey: access.checkpointKey() };
    const verification = await verifyEvents(
      access.catalog,
      witness === undefined ? log : { ...log, witness },
    );
    const { objects, findings: ofObjects } = await verifyObjects(access);
    const findings = [...verification.findings, ...(await projectionFindings(access)), ...ofObjects];
    return { ...verification, objects, ok: findings.length === 0, findings };
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  }
}

async function projectionFindings({ catalog }: Access): Promise<Finding[]> {
  const client = await catalog.connect();
  try {
    const differences = await compareProjections(client);
    return differences.map(({ what, table, key }) => ({
      what: 'projection-differs',
      place: `${table} ${Object.values(key).join(' ')} (${what})`,
    }));
  } finally {
    client.release();
  }
}
