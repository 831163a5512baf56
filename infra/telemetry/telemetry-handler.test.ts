import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { telemetryHandler } from './telemetry-handler.js';

let state = 'RUNNING';
const metrics = async () => {
  if (state === 'FAILED') throw new Error('MARKER');
  return 'sluis_up 1\n';
};
const server = createServer(telemetryHandler(() => ({ role: 'vault', state }), metrics));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

async function answerTo(path: string, method = 'GET') {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return [answer.status, await answer.text()] as const;
}

it('a worker is healthy while it takes tasks, and in no other state; it says in which it is', async () => {
  expect(await answerTo('/healthz')).toEqual([200, '{"role":"vault","state":"RUNNING"}\n']);
  for (const other of ['INITIALIZED', 'STOPPING', 'DRAINING', 'STOPPED', 'FAILED']) {
    state = other;
    expect(await answerTo('/healthz')).toEqual([503, `{"role":"vault","state":"${other}"}\n`]);
  }
});

it('metrics that fail say so and nothing of why; other paths and methods say what there is', async () => {
  state = 'FAILED';
  expect(await answerTo('/metrics')).toEqual([500, 'metrics failed\n']);
  state = 'RUNNING';
  expect(await answerTo('/metrics')).toEqual([200, 'sluis_up 1\n']);
  for (const [path, method] of [['/'], ['/healthz/x'], ['/metrics', 'POST']] as const)
    expect(await answerTo(path, method)).toEqual([404, 'GET /healthz or /metrics\n']);
});
