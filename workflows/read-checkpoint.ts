import { control } from './activities.js';
import { requireAddressed } from './addressed.js';

/** Hands out the newest signed checkpoint, so that whoever holds the public key can verify the catalog. Is told its own id. */
export async function readCheckpoint(workflowId: string): Promise<string | null> {
  requireAddressed(workflowId);
  return await control.readCheckpoint(workflowId);
}
