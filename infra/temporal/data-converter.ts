import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { payloadCodec } from './payload-codec.js';

/** The same for workers and clients: payloads and the texts of failures leave the process encrypted. */
export function dataConverter(key: Uint8Array): DataConverter {
  return {
    payloadCodecs: [payloadCodec(key)],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.js', import.meta.url)),
  };
}
