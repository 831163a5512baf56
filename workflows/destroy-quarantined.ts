import { condition, continueAsNew, log, setHandler, workflowInfo } from '@temporalio/workflow';
import type { DestroyedDelivery, Destruction, RemovedCopy } from '../activities/contract.js';
import type { Destroyed, Subject } from '../catalog/event-bodies.js';
import { askingAgainTime } from '../domain/patience.js';
import { control, data, vault } from './activities.js';
import { isAddressed } from './addressed.js';
import { lookAgain } from './messages.js';
import { stepFailure } from './step-failure.js';

export interface DestructionOrder {
  readonly subject: Subject;
  /** Milliseconds between two looks at the term and at a legal hold; from a second to a day. */
  readonly askAgainAfter?: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * Ends a quarantine. What was made of it goes at once, since more than the vault can read it and it can be made again. A
 * delivery itself is destroyed at its term, unless its source is under a legal hold: then as soon as that is lifted. A
 * run and a release have nothing but what was made: it goes too where they ended without a result or unpublished, and
 * never stood in quarantine. What is past its retention goes alone, also unless a hold stands: what was made of it has a
 * retention of its own. What cannot be done now is done later: it gives up nothing.
 */
export async function destroyQuarantined(order: DestructionOrder): Promise<void> {
  const { subject, askAgainAfter } = order;
  const destroying = new Destroying(subject);
  let isTold = false;
  setHandler(lookAgain, (to) => {
    isTold ||= isAddressed(to);
  });
  for (;;) {
    isTold = false;
    const left = await triedAgain(() => destroying.goOn());
    if (left === null) return;
    await condition(() => isTold, Math.min(left, askingAgainTime(askAgainAfter)));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof destroyQuarantined>(order);
  }
}

/** Milliseconds until it is worth another look; null where it is done. */
type Left = number | null;

/** A worker that is away for half a day, a catalog that is, or a step that ended for good: it is tried again. */
async function triedAgain(goOn: () => Promise<Left>): Promise<Left> {
  try {
    return await goOn();
  } catch (error) {
    if (stepFailure(error) === null) throw error;
    log.warn('destruction delayed');
    return HOUR;
  }
}

class Destroying {
  /** Null until all copies are gone. */
  private copies: readonly RemovedCopy[] | null = null;

  constructor(private readonly subject: Subject) {}

  async goOn(): Promise<Left> {
    const subject = this.subject;
    const standing = await control.destructionDue(subject);
    if (standing.state === 'gone') return null;
    this.copies ??= standing.alone ? [] : await removeCopies(subject);
    if (standing.state === 'ended') return null;
    if (subject.kind === 'run' || subject.kind === 'release') {
      await destroyed({ subject, objects: objectsOf(this.copies), keyIds: [] });
      return null;
    }
    // Asked again: the copies may have taken their time.
    const destruction = await control.destructionDue(subject);
    if (destruction.state !== 'due') return leftOf(destruction);
    const gone =
      subject.kind === 'delivery'
        ? await vault.destroyDelivery(subject.id)
        : await destroyedVersion(subject.id);
    if (gone === null) return DAY;
    const unrecorded = objectsOf(this.copies.filter(({ of }) => of === null));
    await destroyed({ subject, objects: [...unrecorded, ...gone.objects], keyIds: gone.keyIds });
    return null;
  }
}

function leftOf(destruction: Destruction): Left {
  if (destruction.state === 'gone') return null;
  return destruction.state === 'waits' ? destruction.left : DAY;
}

/** A version lies in one zone, and whose it is knows whoever sealed it: the other finds nothing. Null under a legal hold. */
async function destroyedVersion(version: string): Promise<DestroyedDelivery | null> {
  const ofVault = await vault.destroyVersion(version);
  const ofData = ofVault === null ? null : await data.destroyVersion(version);
  return ofData === null ? null : { objects: [...(ofVault ?? []), ...ofData], keyIds: [] };
}

/** Removes all copies and records what went of each version that the catalog knows. */
async function removeCopies(subject: Subject): Promise<readonly RemovedCopy[]> {
  const versions = await control.quarantineCopies(subject);
  const copies: RemovedCopy[] = [];
  if (subject.kind === 'delivery') copies.push(...(await vault.removeCopies(subject, versions)));
  if (subject.kind !== 'delivery' || versions.length > 0)
    copies.push(...(await data.removeCopies(subject, versions)));
  for (const id of versions) {
    const objects = objectsOf(copies.filter(({ of }) => of === id));
    await destroyed({ subject: { kind: 'dataset-version', id }, objects, keyIds: [] });
  }
  return copies;
}

function objectsOf(copies: readonly RemovedCopy[]): Destroyed['objects'] {
  return copies.flatMap(({ objects }) => objects);
}

function destroyed(body: Destroyed): Promise<void> {
  const { kind, id } = body.subject;
  return control.record({ type: 'destroyed', step: `destroy:${kind}:${id}`, passage: 0, body });
}
