import { CancellationScope } from '@temporalio/workflow';

/**
 * Does the work unless a watch ends it: then its waits and steps are cancelled. What the watch ends with decides: a step may
 * end well although it was cancelled, and what it made then counts for nothing. So the work records no end of its own; its
 * caller does, once this has answered that nothing ended it. What comes after that finds it ended.
 */
export async function watched<T, End extends object>(
  watch: (isDone: () => boolean) => Promise<End | null>,
  work: () => Promise<T>,
): Promise<T | End> {
  const working = new CancellationScope();
  let isDone = false;
  const cancelled = <Ended>(ended: Ended): Ended => {
    if (ended !== null) working.cancel();
    return ended;
  };
  const watching = watch(() => isDone).then(cancelled, (error) => {
    throw cancelled(error);
  });
  const worked = working.run(work).finally(() => {
    isDone = true;
  });
  const [end, result] = await Promise.allSettled([watching, worked]);
  if (end.status === 'rejected') throw end.reason;
  if (end.value !== null) return end.value;
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
