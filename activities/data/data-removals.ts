import type { Removing } from '../removals.js';
import type { DataDeps } from './deps.js';

/** Runs that ask the same share a result. */
const UNDER_WAY = `SELECT 'run:' || run_id FROM catalog.run WHERE state = 'requested'`;

/** From the zones that nobody but workers reads. */
export const removingCopies = ({ pool, curated, result }: Pick<DataDeps, 'pool' | 'curated' | 'result'>) =>
  ({ pool, table: 'data_object', stores: { curated, result }, underWay: UNDER_WAY }) satisfies Removing;

/** From where everybody reads. */
export const removingPublished = ({ pool, released }: Pick<DataDeps, 'pool' | 'released'>) =>
  ({ pool, table: 'data_object', stores: { released }, underWay: UNDER_WAY }) satisfies Removing;
