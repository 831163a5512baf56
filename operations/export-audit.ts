import { exportLog, type LogExport } from '../catalog/export-log.js';
import { SluisError } from '../domain/errors.js';
import type { Access } from './access.js';
import { newestNote } from './newest-note.js';

export type AuditExport = LogExport;

/**
 * The audit log up to its newest checkpoint, as a reader sees it: people by their references, never by name.
 * @throws SluisError UsageInvalid where nothing was ever signed; ChainBroken where the log is not what was signed
 */
export async function exportAudit(access: Access): Promise<AuditExport> {
  const note = await newestNote(access);
  if (note === null)
    throw new SluisError('UsageInvalid', 'Nothing was signed yet, so there is nothing to export.');
  const log = exportLog(access.catalog, note, access.checkpointKey());
  return { ...log, lines: () => answered(log.lines()) };
}

/** CatalogUnavailable where the database fails: the driver's text stays behind. */
async function* answered(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    if (error instanceof SluisError) throw error;
    throw new SluisError('CatalogUnavailable', 'The catalog does not answer; start the servers: sluis up');
  }
}
