/** A step that hears of no cancellation: it ends when the test lets it, with what it would have made anyway. */
export function stubborn<T>(made: () => Promise<T>) {
  const gate = { open: () => {} };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const step = { isRunning: false, open: () => gate.open() };
  const lasting = async (): Promise<T> => {
    step.isRunning = true;
    const { heartbeat } = (await import('@temporalio/activity')).Context.current();
    const beat = setInterval(() => heartbeat(), 200);
    await opened.finally(() => clearInterval(beat));
    return await made();
  };
  return { step, lasting };
}
