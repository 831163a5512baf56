import type { Manifest } from './dataset.js';
import type { Failure } from './failed-step.js';
import type { Outcome } from './verdict.js';

/** One part of a delivery as its sender saw it. */
export interface PartDigest {
  readonly part: number;
  readonly sha256: string;
  readonly bytes: number;
}

/** All parts of one delivery, and the attempt that they were sent in. */
export interface SentParts {
  readonly attempt: string;
  readonly parts: readonly PartDigest[];
}

/** What a gate answered, as far as a workflow may know it: no facts, no texts. */
export interface GateAnswer {
  readonly outcome: Outcome;
  readonly codes: readonly string[];
  readonly verdictHash: string;
  /** Of the installation, as control knows it. */
  readonly mode?: 'demo' | 'production';
  /** Personal data landed without being allowed. */
  readonly unasked?: true;
  /** Why facts that it needs are unknown (S00), where reading them failed. */
  readonly failure?: Failure;
}

/** A dataset version that a worker has sealed in a table of its own. */
export interface Sealed {
  readonly version: string;
  readonly rows: number;
  readonly manifest: Manifest;
}

export interface PseudonymisedDataset extends Sealed {
  /** Per field of the contract: how many identifiers failed their check (kept apart, they cannot join). */
  readonly invalid: Readonly<Record<string, number>>;
}
