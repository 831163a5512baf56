import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { OpenedDelivery } from '../activities/contract.js';
import type { SentParts } from '../domain/ingest.js';
import type { Decision } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';

/** A person decides on the request that waits in a workflow; answered means recorded in the catalog. */
export const decideOnboarding = defineUpdate<RequestState, [Decision]>('decideOnboarding');
export const decideReview = defineUpdate<RequestState, [Decision]>('decideReview');
export const decideRelease = defineUpdate<RequestState, [Decision]>('decideRelease');
export const decideLifting = defineUpdate<RequestState, [Decision]>('decideLifting');

/** A source was suspended, or its contract withdrawn: its id. Whoever is told asks its gate again. */
export const sourceStopped = defineSignal<[string]>('sourceStopped');

/**
 * A message that says nothing else says to which workflow it is sent. Encrypted, as every argument, it shows that whoever
 * sent it holds the payload key; one that was copied from the history of another workflow is not taken.
 */
type Addressed = [workflowId: string];

/** A person cancelled this run. Whoever is told looks into the log. */
export const runCancelled = defineSignal<Addressed>('runCancelled');

/** What stands in the way of a destruction may be gone: its term and the legal holds are looked at again. */
export const lookAgain = defineSignal<Addressed>('lookAgain');

/** The vault opens its intake; nothing is taken before the gates of the moment say so. */
export const openIntake = defineUpdate<OpenedDelivery, Addressed>('openIntake');
/** All parts have been sent. Answers when the attempt is sealed. */
export const sealDelivery = defineUpdate<{ rows: number | null }, [SentParts]>('sealDelivery');

/** The sender gave up before all parts were sent; nothing of them stays. */
export const abandonDelivery = defineSignal<Addressed>('abandonDelivery');
