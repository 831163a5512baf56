/** One thing that a verification found, and where. */
export interface Finding {
  readonly what:
    | 'event-changed'
    | 'event-missing'
    | 'event-misplaced'
    | 'event-unsigned'
    | 'events-cut'
    | 'history-rewritten'
    | 'line-unreadable'
    | 'no-checkpoint'
    | 'checkpoint-invalid'
    | 'checkpoint-replaced'
    | 'projection-differs'
    | 'object-missing'
    | 'object-changed'
    | 'object-remains'
    | 'seal-missing'
    | 'seal-changed';
  /** Sequence number or range, line of a file, size of a checkpoint, table and key, or zone and object key: where to look. */
  readonly place: string;
}

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  /** Events that the signed checkpoint covers. */
  readonly signed: number;
  readonly findings: readonly Finding[];
}
