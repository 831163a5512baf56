import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { SluisError } from '../domain/errors.js';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Actor } from '../domain/people.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

export interface ProtectedTables {
  /** Version that a decision is bound to. */
  readonly version: string;
  readonly tables: readonly { readonly output: string; readonly csv: string }[];
  /** Confidential: rules, reasons and the attacker's intervals, for who decides. */
  readonly report: unknown;
}

/** Reads what waits for a decision, as one of those who decide. Each reading stands in the audit log. */
export async function readProtected(
  access: Access,
  releaseId: string,
  reader: Actor,
): Promise<ProtectedTables> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const { url } = await openRoom(access, { releaseId, reader, tokenHash });
  const room = `${url}/releases/${encodeURIComponent(releaseId)}`;
  const about = JSON.parse(await get(room, token)) as {
    version: string;
    outputs: { output: string }[];
    report: unknown;
  };
  const tables: { output: string; csv: string }[] = [];
  for (const { output } of about.outputs) tables.push({ output, csv: await get(`${room}/${output}`, token) });
  return { version: about.version, tables, report: about.report };
}

async function openRoom({ client }: Access, request: object): Promise<{ url: string }> {
  try {
    const room: unknown = await client.workflow.execute(WORKFLOWS.readProtectedTables, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `read-protected:${randomUUID()}`,
      workflowExecutionTimeout: '60 s',
      args: [request],
    });
    return room as { url: string };
  } catch (error) {
    throw fromTemporal(error);
  }
}

async function get(url: string, token: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
  if (response?.ok) return await response.text();
  throw new SluisError('ServerUnavailable', 'The reading room does not answer; see: sluis status');
}
