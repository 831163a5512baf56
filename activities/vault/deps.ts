import type pg from 'pg';
import type { ObjectStore } from '../../lake/object-store.js';
import type { KeyCustodian } from '../../privacy/key-custodian.js';

export interface VaultDeps {
  readonly pool: pg.Pool;
  readonly landing: ObjectStore;
  readonly pseudonymised: ObjectStore;
  readonly keys: KeyCustodian;
  /** Folder of the vault alone, 0700; identified data in it has no name, or lasts as long as one step. */
  readonly workFolder: string;
  /** Where senders reach the intake. */
  readonly intakeUrl: () => string;
  readonly codeVersion: string;
}
