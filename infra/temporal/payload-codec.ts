import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { SluisError } from '../../domain/errors.js';
import { STEP_NOT_STARTED } from '../../domain/sealed-arguments.js';

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

const ENCODING = 'binary/sluis-aes256gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** A workflow that refused it would never end. */
const NOT_STARTED = { encoding: 'json/plain', data: JSON.stringify(STEP_NOT_STARTED) } as const;

/**
 * Encrypts every payload (arguments, results, heartbeats, failures) with AES-256-GCM before it leaves the process, and
 * refuses a payload that is not encrypted, but for one constant of the server. The histories of the Temporal server then
 * hold no plain text of ours.
 *
 * @param key 32 bytes, the same for all workers and clients of one installation
 */
export function payloadCodec(key: Uint8Array): PayloadCodec {
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    encode: async (payloads) => payloads.map((payload) => sealed(payload, key, keyId)),
    decode: async (payloads) => payloads.map((payload) => opened(payload, key, keyId)),
  };
}

function sealed(payload: Payload, key: Uint8Array, keyId: string): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(keyId));
  const plain = PayloadMessage.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { metadata: { encoding: Buffer.from(ENCODING), 'key-id': Buffer.from(keyId) }, data };
}

function isNotStarted({ data }: Payload): boolean {
  return Buffer.from(data ?? []).equals(Buffer.from(NOT_STARTED.data));
}

function opened(payload: Payload, key: Uint8Array, keyId: string): Payload {
  const meta = (name: string) => Buffer.from(payload.metadata?.[name] ?? []).toString();
  if (meta('encoding') === NOT_STARTED.encoding && isNotStarted(payload)) return payload;
  if (meta('encoding') !== ENCODING || !payload.data) {
    throw new SluisError(
      'DigestMismatch',
      'an unencrypted payload was refused; only Sluis may start its workflows',
    );
  }
  if (meta('key-id') !== keyId) {
    throw new SluisError(
      'KeyUnavailable',
      `a payload was encrypted under key ${meta('key-id')}, this is ${keyId}`,
    );
  }
  const bytes = Buffer.from(payload.data);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAAD(Buffer.from(keyId));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(plain);
  } catch {
    throw new SluisError('DigestMismatch', 'a payload was changed after it was encrypted');
  }
}
