import type { KeyObject } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { ThemeShelf } from '../policy/schema/theme-bundle.js';

/** What an operation works with: a Temporal client and the reader's view of the catalog. */
export interface Access {
  readonly client: Client;
  readonly catalog: Pool;
  readonly mode: 'demo' | 'production';
  readonly themes: ThemeShelf;
  /** A released object, held against its digest: the only zone that people can read. */
  readonly released: (key: string, sha256: string) => Promise<Buffer>;
  /** Public key of the log. */
  readonly checkpointKey: () => KeyObject;
}
