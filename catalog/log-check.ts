import type { Finding } from './finding.js';
import { TreeFrontier } from './tree-frontier.js';

/** An event of a log, wherever that is read from. */
export interface LoggedEvent {
  readonly seq: number;
  /** Recomputed from what the event says; null where its own hashes are not those of what it says. */
  readonly leaf: Buffer | null;
  /** 32 bytes in hexadecimal, as the log has it. */
  readonly leafHash: string;
}

/**
 * Holds the events of a log, one after another and in constant memory, against their own hashes, the numbering, and the
 * roots that were signed. A history that was rewritten so that its hashes fit again is found between the last root that
 * holds and the first that does not.
 */
export class LogCheck {
  private readonly tree = TreeFrontier.empty();
  private readonly found: Finding[] = [];
  /** One more than the highest number so far. */
  private next = 0;
  private proven = 0;
  private rewritten: Finding | null = null;

  /** @param roots signed roots in hexadecimal, by the size of their tree */
  constructor(private readonly roots: ReadonlyMap<number, string>) {}

  /** Events that were taken. */
  get size(): number {
    return this.tree.size;
  }

  /** Found so far, in the order of the log. */
  get findings(): readonly Finding[] {
    return this.rewritten ? [...this.found, this.rewritten] : this.found;
  }

  take({ seq, leaf, leafHash }: LoggedEvent): void {
    const place = `event ${seq}`;
    if (leaf === null) this.found.push({ what: 'event-changed', place });
    if (seq > this.next) this.found.push({ what: 'event-missing', place: `before ${place}` });
    if (seq < this.next) this.found.push({ what: 'event-misplaced', place });
    this.next = Math.max(this.next, seq + 1);
    this.tree.append(leaf ?? Buffer.from(leafHash, 'hex'));
    this.compare();
  }

  /** Where an event should stand, something stands that is none. */
  unreadable(place: string): void {
    this.found.push({ what: 'line-unreadable', place });
    this.next += 1;
  }

  /** All findings, once every event was taken. */
  end(): Finding[] {
    let most = 0;
    for (const size of this.roots.keys()) most = Math.max(most, size);
    if (this.next >= most) return [...this.findings];
    return [...this.findings, { what: 'events-cut', place: range(this.next, most) }];
  }

  /** Once a number is missing or misplaced, the tree is that of no signed root any more. */
  private compare(): void {
    const root = this.roots.get(this.size);
    if (root === undefined || this.size !== this.next) return;
    if (root === this.tree.root()) this.proven = this.size;
    else this.rewritten ??= { what: 'history-rewritten', place: range(this.proven, this.size) };
  }
}

const range = (from: number, until: number) =>
  until - from === 1 ? `event ${from}` : `events ${from} to ${until - 1}`;
