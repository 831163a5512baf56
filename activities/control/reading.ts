import type { ClientBase } from 'pg';
import { appendEvent } from '../../catalog/append.js';
import { withStaffReferences } from '../../catalog/staff-in-event.js';
import { SluisError } from '../../domain/errors.js';
import type { Role } from '../../domain/names.js';
import type { Actor } from '../../domain/people.js';
import { type ControlDeps, stepOf, transact } from './deps.js';
import { refuseUnknown } from './known-staff.js';
import { partakersIn } from './partakers.js';

/**
 * Records who reads the protected tables of a release before it is decided on (logging duty: BIO2 8.15.01, Wpg).
 * Only those whose decision the release waits for may read, and never who asked for it or had a part in it.
 * @throws SluisError RoleMissing, FourEyes, ReleaseUnknown, RequestClosed
 */
export const makeRecordReading = (deps: ControlDeps) =>
  async function recordReading(releaseId: string, reader: Actor): Promise<void> {
    await transact(deps, async (client) => {
      const open = await waitingRelease(client, releaseId);
      const as = reader.roles.find((role) => open.deciders.includes(role));
      if (!as)
        throw new SluisError(
          'RoleMissing',
          `Release ${releaseId} is read by ${open.deciders.join(' and ')} alone; see: sluis inbox`,
        );
      refuseUnknown(deps, reader.person, as);
      const by = { ref: reader.person, as, organisation: reader.organisation };
      const event = await withStaffReferences(
        client,
        {
          type: 'protectedTablesRead',
          identity: stepOf('read', 0),
          occurredAt: deps.now(),
          actor: `person:${reader.person}`,
          body: { releaseId, version: open.version, by },
        },
        deps.staffKey,
      );
      const { excludedPersons, excludedOrganisations } = await partakersIn(client, deps, open.requestId);
      const isPartaker =
        excludedPersons.includes(reader.person) || excludedOrganisations.includes(reader.organisation);
      if (isPartaker || event.body.by.ref === open.asker)
        throw new SluisError(
          'FourEyes',
          `Whoever asked for release ${releaseId} or had a part in it cannot be the one who checks it; see: sluis inbox`,
        );
      await appendEvent(client, event);
    });
  };

interface WaitingRelease {
  readonly version: string;
  readonly requestId: string;
  readonly deciders: readonly Role[];
  /** Reference of who asked for it. */
  readonly asker: string;
}

async function waitingRelease(client: ClientBase, releaseId: string): Promise<WaitingRelease> {
  const { rows } = await client.query<WaitingRelease & { state: string }>(
    `SELECT l.state, l.protected_version AS version, r.request_id AS "requestId", r.deciders, l.requested_by AS asker
     FROM catalog.release l JOIN catalog.request r ON r.request_id = l.request_id WHERE l.release_id = $1`,
    [releaseId],
  );
  const [release] = rows;
  if (!release)
    throw new SluisError('ReleaseUnknown', `There is no release ${releaseId}; see: sluis results list`);
  if (release.state === 'protected') return release;
  throw new SluisError(
    'RequestClosed',
    `Release ${releaseId} does not wait for a decision; see: sluis results list`,
  );
}
