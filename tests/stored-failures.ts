import type { Client } from '@temporalio/client';
import { messagesBelow } from './markers.js';

/** Temporal's word for a failure whose message and stack trace stand in an encrypted payload beside it. */
export const ENCODED = 'Encoded failure';

export interface StoredFailure {
  /** As the server stores it. */
  readonly stored: { readonly message: string; readonly stackTrace: string };
  /** As a client with the payload key reads it. */
  readonly message: string;
}

interface ProtoFailure {
  readonly message?: string | null;
  readonly stackTrace?: string | null;
  readonly source?: string | null;
  readonly encodedAttributes?: object | null;
}

/** Every failure in a history, with its causes, in the order of events. */
export async function failuresIn(client: Client, history: unknown): Promise<readonly StoredFailure[]> {
  const { payloadCodecs, payloadConverter } = client.options.loadedDataConverter;
  return await Promise.all(
    messagesBelow(history, isFailure).map(async (failure) => {
      const stored = { message: failure.message ?? '', stackTrace: failure.stackTrace ?? '' };
      if (!failure.encodedAttributes) return { stored, message: stored.message };
      let payloads = [failure.encodedAttributes] as never[];
      for (const codec of payloadCodecs) payloads = (await codec.decode(payloads)) as never[];
      const { message } = payloadConverter.fromPayload<{ message: string }>(payloads[0] as never);
      return { stored, message };
    }),
  );
}

const isFailure = (one: object): one is ProtoFailure => 'message' in one && 'source' in one;
