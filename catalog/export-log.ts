import type { KeyObject } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { SluisError } from '../domain/errors.js';
import { keyId, openCheckpoint } from './checkpoint.js';
import { eventEntry } from './leaf.js';
import { LogCheck } from './log-check.js';
import { eventLine, headerLine } from './log-file.js';
import { storedEvents } from './stored-event.js';
import { wholeLeaf } from './verify.js';

export interface LogExport {
  /** Events that the checkpoint covers: those that are exported. */
  readonly events: number;
  readonly keyId: string;
  /**
   * Header first, then each event, in constant memory.
   * @throws SluisError ChainBroken at the first event that is not what was signed, at the latest behind the last line
   */
  readonly lines: () => AsyncGenerator<string>;
}

/**
 * The log up to a signed checkpoint. What was appended later is in the next export: nothing signs it here.
 * @param note of the audit zone
 * @throws SluisError ChainBroken where the note does not hold under this key
 */
export function exportLog(client: Pool | ClientBase, note: string, publicKey: KeyObject): LogExport {
  const { size, root } = openCheckpoint(note, publicKey);
  const id = keyId(publicKey);
  async function* lines() {
    yield headerLine({ checkpoint: note, keyId: id });
    const check = new LogCheck(new Map([[size, root]]));
    for await (const event of storedEvents(client)) {
      if (event.seq >= size) break;
      const leaf = wholeLeaf(event);
      check.take({ seq: event.seq, leaf, leafHash: event.leafHash });
      if (leaf === null || check.findings.length > 0) break;
      yield eventLine(event.seq, eventEntry(event, event.schemaVersion), event.leafHash);
    }
    if (check.end().length > 0)
      throw new SluisError(
        'ChainBroken',
        'The log is not what was signed, so it is not exported; run: sluis audit verify',
      );
  }
  return { events: size, keyId: id, lines };
}
