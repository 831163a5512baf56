import type { Subject } from '../../catalog/event-bodies.js';
import type { RemovedCopy } from '../contract.js';
import { withHeartbeat } from '../progress.js';
import { type Removing, removeOutputs } from '../removals.js';
import type { DataDeps } from './deps.js';

/**
 * Removes what the data worker holds of something in quarantine: what was made of its versions, the unprotected result of a
 * run, the protected tables of a release; also what no event speaks of. All of it can be made again of what it was made of.
 */
export const makeRemoveCopies = ({ pool, curated, result }: DataDeps) => {
  const removing: Removing = { pool, table: 'data_object', stores: { curated, result }, underWay: UNDER_WAY };
  return async function removeCopies(
    subject: Subject,
    versions: readonly string[],
  ): Promise<readonly RemovedCopy[]> {
    return await withHeartbeat(() => removeOutputs(removing, subject, versions));
  };
};

/** Runs that ask the same share a result. */
const UNDER_WAY = `SELECT 'run:' || run_id FROM catalog.run WHERE state = 'requested'`;
