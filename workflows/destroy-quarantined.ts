import { ActivityFailure } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Destruction, RemovedCopy, VaultActivities } from '../activities/contract.js';
import type { Destroyed, Subject } from '../catalog/event-bodies.js';
import { TASK_QUEUES } from '../domain/names.js';
import { control, data, vault } from './activities.js';
import { lookAgain } from './messages.js';

export interface DestructionOrder {
  readonly subject: Subject;
  /** Milliseconds between two looks at the term and at a legal hold; capped at a day. */
  readonly askAgainAfter?: number;
}

const DAY = 24 * 3_600_000;

/** Short, so that a legal hold that is placed while the vault is away is seen before it is back. */
const briefly = proxyActivities<Pick<VaultActivities, 'destroyDelivery'>>({
  startToCloseTimeout: '5 min',
  scheduleToCloseTimeout: '10 min',
  heartbeatTimeout: '10 s',
  retry: { initialInterval: '500 ms', maximumInterval: '30 s' },
  taskQueue: TASK_QUEUES.vault,
});

/**
 * Ends a quarantine. What was made of it goes at once, since more than the vault can read it and it can be made again. A
 * delivery itself is destroyed at its term, unless its source is under a legal hold: then as soon as that is lifted. A
 * run and a release have nothing but what was made.
 */
export async function destroyQuarantined(order: DestructionOrder): Promise<void> {
  const { subject, askAgainAfter = DAY } = order;
  let isTold = false;
  setHandler(lookAgain, () => {
    isTold = true;
  });
  if ((await control.destructionDue(subject)).state === 'gone') return;
  const removed = await removeCopies(subject);
  if (subject.kind !== 'delivery') return await destroyed({ subject, objects: removed, keyIds: [] });
  for (;;) {
    isTold = false;
    const destruction = await control.destructionDue(subject);
    if (destruction.state === 'gone') return;
    if (destruction.state === 'due' && (await destroyDelivery(subject))) return;
    await condition(() => isTold, pause(destruction, Math.min(askAgainAfter, DAY)));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof destroyQuarantined>(order);
  }
}

function pause(destruction: Destruction, askAgainAfter: number): number {
  return destruction.state === 'waits' ? Math.min(destruction.left, askAgainAfter) : askAgainAfter;
}

async function removeCopies(subject: Subject): Promise<Destroyed['objects']> {
  const versions = await control.quarantineCopies(subject);
  const ofVault = subject.kind === 'delivery' ? await vault.removeCopies(subject.id, versions) : [];
  const ofData = versions.length > 0 ? await data.removeCopies(versions) : [];
  const removed: readonly RemovedCopy[] = [...ofVault, ...ofData];
  for (const id of versions) {
    const objects = removed.filter(({ of }) => of === id).flatMap(({ objects }) => objects);
    await destroyed({ subject: { kind: 'dataset-version', id }, objects, keyIds: [] });
  }
  return removed.flatMap(({ objects }) => objects);
}

/** Whether it was done; where the vault is away it is asked again, with another look at the catalog first. */
async function destroyDelivery(subject: Subject): Promise<boolean> {
  try {
    await destroyed({ subject, ...(await briefly.destroyDelivery(subject.id)) });
    return true;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.warn('destruction delayed');
    return false;
  }
}

function destroyed(body: Destroyed): Promise<void> {
  const { kind, id } = body.subject;
  return control.record({ type: 'destroyed', step: `destroy:${kind}:${id}`, passage: 0, body });
}
