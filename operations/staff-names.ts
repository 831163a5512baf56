import { randomUUID } from 'node:crypto';
import { TASK_QUEUES, WORKFLOWS } from '../domain/names.js';
import type { Access } from './access.js';
import { fromTemporal } from './failure.js';

export type StaffNames = (ref: string) => string;

const SHOWN = 12;

/** Asks control who stands behind references of staff; who was forgotten is shown by the first digits of the reference. */
export async function staffNames(access: Access, refs: readonly (string | null)[]): Promise<StaffNames> {
  const names = await knownNames(access, refs);
  return (ref) => names[ref] ?? ref.replace(/^([0-9a-f]{64})$/, (all) => `${all.slice(0, SHOWN)}…`);
}

/** Names by reference; who was forgotten, and what is no reference, is left out. */
export async function knownNames(
  { client }: Access,
  refs: readonly (string | null)[],
): Promise<Readonly<Record<string, string>>> {
  const wanted = [...new Set(refs.filter((ref) => ref !== null && /^[0-9a-f]{64}$/.test(ref)))] as string[];
  return wanted.length === 0 ? {} : await ask(client, wanted);
}

async function ask(
  client: Access['client'],
  refs: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  try {
    const names: unknown = await client.workflow.execute(WORKFLOWS.readStaffNames, {
      taskQueue: TASK_QUEUES.control,
      workflowId: `read-staff-names:${randomUUID()}`,
      workflowExecutionTimeout: '30 s',
      args: [refs],
    });
    return names as Readonly<Record<string, string>>;
  } catch (error) {
    throw fromTemporal(error);
  }
}
