import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { WORKER_ROLES } from '../domain/names.js';
import { stopWorkers, workerStatus } from '../infra/processes.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
let values = new Set<string>();
beforeAll(async () => {
  stack = await startStack('telemetry');
  const city = await writeCity({ persons: 300, seed: 4, folder: join(stack.home.root, 'city') });
  await stack.onboard('bag');
  expect((await deliverDemo(stack.access, 'bag', [city.files.bag])).state.stage).toBe('curated');
  const cells = readFileSync(city.files.bag, 'utf8').split(/[\n,]/);
  // Shorter ones are also numbers of other things.
  values = new Set(cells.filter((cell) => cell.length > 5));
}, 240_000);
afterAll(() => stack?.stop());

/** Whether a value stands in it, whole or as one of its words. */
const tells = (text: string) => [text, ...text.split(/[^\p{L}\p{N}_.-]+/u)].some((one) => values.has(one));

const urlOf = (role: (typeof WORKER_ROLES)[number]) =>
  String(workerStatus(stack.home, role).facts.telemetryUrl);
const read = async (role: (typeof WORKER_ROLES)[number], path: string) => {
  const answer = await fetch(`${urlOf(role)}${path}`);
  return { status: answer.status, text: await answer.text() };
};

/** Values of all labels of all metrics, by the name of the label. */
function labels(text: string): [name: string, value: string][] {
  return [...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map((match) => [String(match[1]), String(match[2])]);
}

describe('health and metrics of the workers', () => {
  it('are told on loopback at the address that the status names', async () => {
    for (const role of WORKER_ROLES) {
      expect(urlOf(role)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const { status, text } = await read(role, '/healthz');
      expect([status, JSON.parse(text)]).toEqual([200, { role, state: 'RUNNING' }]);
      expect((await read(role, '/')).status).toBe(404);
    }
  });

  it('count each step of one delivery once, by its name and outcome', async () => {
    const { text } = await read('vault', '/metrics');
    for (const step of ['openDelivery', 'land', 'profileDelivery', 'pseudonymiseDelivery'])
      expect(text).toContain(`sluis_step_seconds_count{role="vault",step="${step}",outcome="ok"} 1`);
    expect((await read('control', '/metrics')).text).toContain('step="askGate",outcome="ok"');
    expect((await read('data', '/metrics')).text).toContain('step="curateDataset",outcome="ok"');
  });

  it('have no label that holds an id or a value of a source', async () => {
    expect(values.size).toBeGreaterThan(100);
    for (const role of WORKER_ROLES) {
      const found = labels((await read(role, '/metrics')).text);
      expect(found.length).toBeGreaterThan(20);
      expect(found.filter(([, value]) => tells(value)).length).toBe(0);
      const ours = found.filter(([name]) => ['step', 'outcome', 'role'].includes(name));
      expect(ours.filter(([, value]) => !/^[A-Za-z]+$/.test(value))).toEqual([]);
    }
  });
});

describe('logs of the workers and of the set-up', () => {
  it('are JSON lines of allowed fields, without a value of a source', async () => {
    await stopWorkers(stack.home);
    const allowed =
      'level time role msg workflowId runId workflowType activityType taskQueue sdkComponent code attempt count port durationMs withheld';
    const names = readdirSync(stack.home.logs).filter((name) => /^(worker-.*|sluis)\.log$/.test(name));
    expect(names.length).toBe(4);
    for (const name of names) {
      const lines = readFileSync(join(stack.home.logs, name), 'utf8').trimEnd().split('\n');
      const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(records.map(({ msg }) => msg)).toContain(name === 'sluis.log' ? 'workers ready' : 'ready');
      const fields = new Set(records.flatMap((record) => Object.keys(record)));
      expect([...fields].filter((field) => !allowed.split(' ').includes(field))).toEqual([]);
      const texts = records.flatMap((record) => Object.values(record).map(String));
      expect(texts.filter(tells).length).toBe(0);
    }
  });
});
