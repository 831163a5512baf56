import type pg from 'pg';
import type { ObjectStore } from '../../lake/object-store.js';
import type { ThemeShelf } from '../../policy/schema/theme-bundle.js';

export interface DataDeps {
  readonly pool: pg.Pool;
  readonly pseudonymised: ObjectStore;
  readonly curated: ObjectStore;
  readonly result: ObjectStore;
  readonly released: ObjectStore;
  readonly themes: ThemeShelf;
  /** Folder of the data worker alone, 0700. */
  readonly workFolder: string;
  readonly codeVersion: string;
}
