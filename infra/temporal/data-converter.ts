import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { repositoryRoot } from '../home.js';
import { payloadCodec } from './payload-codec.js';

/** Temporal loads it by path, so it must be compiled also where this file runs from its source. */
export const failureConverterPath = join(repositoryRoot(), 'dist/infra/temporal/failure-converter.js');

/**
 * The same for workers and clients: payloads and the texts of failures leave the process encrypted. A bundle of workflows
 * made beforehand needs the failure converter once more.
 */
export function dataConverter(key: Uint8Array): DataConverter {
  return {
    payloadCodecs: [payloadCodec(key)],
    failureConverterPath,
  };
}
