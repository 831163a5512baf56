import type { DisclosureFigures } from './disclosure.js';
import type { GovernedFigures } from './governed-path.js';
import type { Machine } from './machine.js';
import type { PlainCopy } from './run-plain-copy.js';
import type { ManyRecords } from './run-protect-many.js';
import type { SmallFigures } from './small-source.js';

/** One file: what the plain copy of it took, and what the governed path took. Bytes and seconds. */
export interface SizeFigures {
  readonly rows: number;
  readonly bytes: number;
  readonly plain: PlainCopy;
  readonly governed: GovernedFigures;
}

/** All that one run of the bench measured; the document of `--json`. */
export interface BenchFigures {
  readonly machine: Machine;
  readonly sizes: readonly SizeFigures[];
  readonly small: SmallFigures;
  readonly disclosure: DisclosureFigures;
  /** Of as many records as each file has rows. */
  readonly many: readonly ManyRecords[];
}
