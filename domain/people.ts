import type { Role } from './names.js';

/** A natural person as the system knows them: four eyes are counted by `person`, never by account or role. */
export interface Actor {
  readonly account: string;
  readonly person: string;
  readonly roles: readonly Role[];
  /** OIN of the organisation that employs the person. */
  readonly organisation: string;
  readonly grantedBy?: string;
}

export interface Decision {
  /** Idempotency key of the client: the same key is the same decision. */
  readonly key: string;
  readonly choice: 'approve' | 'reject';
  readonly actor: Actor;
  /** The role in which the actor decides. */
  readonly as: Role;
  readonly reason: string;
  /** Hash of what was decided on: void when the subject changes. */
  readonly subjectHash: string;
}
