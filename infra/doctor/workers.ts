import { WORKER_ROLES } from '../../domain/names.js';
import type { Home } from '../home.js';
import { workerStatus } from '../processes.js';
import { broken, type Finding, looked, ok } from './finding.js';

/** Does each worker run and take tasks? */
export async function workerFindings(home: Home): Promise<readonly Finding[]> {
  const each = WORKER_ROLES.map((role) => {
    const { state, facts, log } = workerStatus(home, role);
    const next = `See ${log}, then: sluis up`;
    if (state !== 'ready') return [broken('workers', role, state, next)];
    return looked('workers', role, next, async () => {
      const answer = await fetch(`${String(facts.telemetryUrl)}/healthz`, {
        signal: AbortSignal.timeout(15_000),
      });
      return answer.ok ? ok('workers', role, 'takes tasks') : broken('workers', role, 'takes no tasks', next);
    });
  });
  return (await Promise.all(each)).flat();
}
