import type { ReadingRoom } from '../activities/contract.js';
import type { Actor } from '../domain/people.js';
import { control, data } from './activities.js';

export interface ReadingRequest {
  readonly releaseId: string;
  readonly reader: Actor;
  /** SHA-256 of the reader's one-time token. */
  readonly tokenHash: string;
}

/** Records who reads, and then opens the data worker's reading room to them for a while. */
export async function readProtectedTables(request: ReadingRequest): Promise<ReadingRoom> {
  await control.recordReading(request.releaseId, request.reader);
  return await data.openReadingRoom(request.releaseId, request.tokenHash);
}
