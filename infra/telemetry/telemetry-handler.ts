import type { RequestListener } from 'node:http';

export interface Health {
  readonly role: string;
  /** State of Temporal's worker: RUNNING where it takes tasks. */
  readonly state: string;
}

/** `GET /healthz` (200 while the worker takes tasks, else 503) and `GET /metrics`. */
export function telemetryHandler(health: () => Health, metrics: () => Promise<string>): RequestListener {
  return (request, response) => {
    const answer = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    if (request.method === 'GET' && request.url === '/healthz') {
      const now = health();
      answer(now.state === 'RUNNING' ? 200 : 503, 'application/json', `${JSON.stringify(now)}\n`);
    } else if (request.method === 'GET' && request.url === '/metrics') {
      metrics().then(
        (text) => answer(200, 'text/plain; version=0.0.4; charset=utf-8', text),
        () => answer(500, 'text/plain', 'metrics failed\n'),
      );
    } else answer(404, 'text/plain', 'GET /healthz or /metrics\n');
  };
}
