// What happens at a port: it is told, fails once, or stops for good in the middle of a step.
import { Context } from '@temporalio/activity';

/** Begins every text marker of tests/canary.test.ts; the errors quote it as drivers do. */
const MARKER = 'kanarievogel-in-een-foutmelding';

/** The step that runs and the workflow that it runs for; neither where it is no step of a workflow. */
function step() {
  try {
    const { activityType, workflowExecution } = Context.current().info;
    return { activity: activityType, workflow: workflowExecution?.workflowId ?? '' };
  } catch {
    return { activity: '', workflow: '' };
  }
}

/**
 * @param plan `{ mode: 'tell' }`; `{ mode: 'fail', only?, each: 'port' | 'step' }`: every port fails at its first use, in
 *   the process or in each step; `{ mode: 'hold', holds: [{ activity, workflow, port, detail? }] }`: what is done there is
 *   done, and then the step goes no further
 * @param tell writes one line: `port …`, `fault …`, `holding …`
 */
export function deciding(plan, tell) {
  const told = new Set();
  const once = (line) => {
    if (told.has(line)) return false;
    told.add(line);
    tell(line);
    return true;
  };
  let failing = false;
  /** Is it told, and meant to fail now? */
  const fails = (activity, port) => {
    once(`port ${activity || '-'} ${port}`);
    const isMeant = plan.only === undefined || plan.only === port;
    return (
      plan.mode === 'fail' &&
      isMeant &&
      !failing &&
      once(`fault ${plan.each === 'step' ? `${activity || '-'} ` : ''}${port}`)
    );
  };
  const around = async (port, detail, call, driver) => {
    const { activity, workflow } = step();
    if (fails(activity, port)) {
      // Whatever the driver does to fail is no use of a port.
      failing = true;
      try {
        throw await failure(port, driver);
      } finally {
        failing = false;
      }
    }
    if (plan.mode !== 'hold') return await call();
    const hold = plan.holds.find(
      (one) =>
        !one.done &&
        one.activity === activity &&
        workflow.startsWith(one.workflow) &&
        one.port === port &&
        detail.startsWith(one.detail ?? ''),
    );
    if (!hold) return await call();
    hold.done = true;
    await call();
    tell(`holding ${activity || '-'} ${port}`);
    return await new Promise(() => {});
  };
  /** A call that does not wait: it is made or fails, and is never held. */
  around.atOnce = (port, call) => {
    if (fails(step().activity, port)) throw inManner(port);
    return call();
  };
  return around;
}

/** As the driver says it itself where it can be made to: both quote the value. Else in its manner. */
async function failure(port, driver) {
  const provoked = {
    'database query': () => driver.query(`SELECT '${MARKER}'::integer`),
    'engine run': () => driver.run(`SELECT '${MARKER}'::INTEGER`),
  }[port];
  const error = provoked
    ? await provoked().then(
        () => null,
        (thrown) => thrown,
      )
    : null;
  if (error) {
    if (!String(error.message).includes(MARKER)) throw new Error(`${port} fails without a value`);
    return error;
  }
  return inManner(port);
}

function inManner(port) {
  if (port.startsWith('work ')) {
    const path = `/work/${MARKER}/${MARKER}.csv`;
    const said = `ENOSPC: no space left on device, write '${path}'`;
    return Object.assign(new Error(said), { code: 'ENOSPC', errno: -28, syscall: 'write', path });
  }
  const manner = port.startsWith('engine') ? 'IO Error: Could not read' : `${port} stumbled over`;
  return Object.assign(new Error(`${manner} "${MARKER}" in row ("${MARKER}", "${MARKER}")`), {
    details: `${MARKER} in details`,
    metadata: { get: () => [MARKER] },
  });
}
