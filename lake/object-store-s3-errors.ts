import { S3ServiceException } from '@aws-sdk/client-s3';
import { SluisError } from '../domain/errors.js';
import { objectMissing, storeUnavailable } from './object-store-errors.js';

/** Turns an answer of S3 into an error of the port, without the driver's text: it may quote anything. */
export function fromS3Error(key: string, error: unknown): unknown {
  if (error instanceof SluisError) return error;
  if (!(error instanceof S3ServiceException)) return storeUnavailable(key, 'the store did not answer');
  const status = error.$metadata?.httpStatusCode;
  if (error.name === 'NoSuchKey') return objectMissing(key);
  if (status === 403) {
    return new SluisError('TokenRefused', `Object ${key}: the store refused the credentials.`, { key });
  }
  return storeUnavailable(key, `the store answered with status ${status ?? 'unknown'}`);
}
