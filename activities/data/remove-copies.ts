import type { DestroyedObject, Subject } from '../../catalog/event-bodies.js';
import type { RemovedCopy } from '../contract.js';
import { withHeartbeat } from '../progress.js';
import { removeOutputs, removeVersion } from '../removals.js';
import { removingCopies } from './data-removals.js';
import type { DataDeps } from './deps.js';

/**
 * Removes what the data worker holds of something in quarantine, or of what failed: what was made of its versions, the
 * unprotected result of a run, the protected tables of a release; also what no event speaks of. All of it can be made again
 * of what it was made of.
 */
export const makeRemoveCopies = (deps: DataDeps) =>
  async function removeCopies(
    subject: Subject,
    versions: readonly string[],
  ): Promise<readonly RemovedCopy[]> {
    return await withHeartbeat(() => removeOutputs(removingCopies(deps), subject, versions));
  };

/** Removes a curated version, a result or tables past their retention. Null where a legal hold stands: nothing was touched. */
export const makeDestroyVersion = (deps: DataDeps) =>
  async function destroyVersion(version: string): Promise<readonly DestroyedObject[] | null> {
    return await withHeartbeat(() => removeVersion(removingCopies(deps), version));
  };
