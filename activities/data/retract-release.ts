import { withHeartbeat } from '../progress.js';
import { removeOutputs } from '../removals.js';
import { removingPublished } from './data-removals.js';
import type { DataDeps } from './deps.js';

/**
 * Takes back what a publication that was stopped, or failed, left where everybody can read; an attempt that was given up
 * and goes on brings nothing back. Does nothing to a release that stands in the log as released: what was public stays
 * public.
 */
export const makeRetractRelease = (deps: Pick<DataDeps, 'pool' | 'released'>) =>
  async function retractRelease(releaseId: string): Promise<void> {
    const subject = { kind: 'release', id: releaseId } as const;
    await withHeartbeat(() => removeOutputs(removingPublished(deps), subject, []));
  };
