import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ObjectHead, ObjectStore } from './object-store.js';
import { objectBody } from './object-store-body.js';
import { storeUnavailable } from './object-store-errors.js';
import { checkObjectKey } from './object-store-key.js';
import { fromS3Error } from './object-store-s3-errors.js';

const PART_BYTES = 16 * 1024 * 1024;

/** One bucket as one user sees it. */
export interface S3Settings {
  /** With scheme and port: `http://127.0.0.1:7070`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Objects in one bucket of an S3 server. A put holds at most three parts of 16 MiB in memory. */
export function s3ObjectStore(settings: S3Settings): ObjectStore {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { endpoint, region, bucket: Bucket, accessKeyId, secretAccessKey } = settings;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  return {
    put: (key, body, signal) => put(client, Bucket, key, body, signal),
    get: (key, signal) => get(client, Bucket, key, signal),
    head: (key) => head(client, Bucket, key),
    list: (prefix) => list(client, Bucket, prefix),
    async delete(key) {
      checkObjectKey(key);
      await answered(key, client.send(new DeleteObjectCommand({ Bucket, Key: key }))).catch(ignoreMissing);
    },
    abortUnfinished: (prefix) => abortUnfinished(client, Bucket, prefix),
  };
}

async function answered<T>(key: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw fromS3Error(key, error);
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as { code?: string }).code !== 'ObjectMissing') throw error;
}

async function put(
  client: S3Client,
  Bucket: string,
  key: string,
  body: Readable | Uint8Array,
  signal?: AbortSignal,
): Promise<ObjectHead> {
  checkObjectKey(key);
  const upload = objectBody(body, signal);
  const params = { Bucket, Key: key, Body: upload.stream };
  try {
    // No abortController: with one, done() returns before the parts are cleaned up. The broken body ends it instead.
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: 2 }).done();
    return { key, bytes: upload.bytes() };
  } catch (error) {
    throw (await upload.settle(error as Error)) ?? fromS3Error(key, error);
  }
}

async function get(client: S3Client, Bucket: string, key: string, signal?: AbortSignal): Promise<Readable> {
  checkObjectKey(key);
  signal?.throwIfAborted();
  const answer = await answered(key, client.send(new GetObjectCommand({ Bucket, Key: key })));
  const body = answer.Body as Readable;
  return Readable.from(whole(key, body, answer.ContentLength, signal), { objectMode: false });
}

async function* whole(key: string, body: Readable, expected?: number, signal?: AbortSignal) {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      signal?.throwIfAborted();
      bytes += (chunk as Uint8Array).byteLength;
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw fromS3Error(key, error);
  }
  if (bytes !== expected) throw storeUnavailable(key, `${bytes} of ${expected} bytes arrived`);
}

async function head(client: S3Client, Bucket: string, key: string): Promise<ObjectHead | null> {
  checkObjectKey(key);
  try {
    const answer = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    return { key, bytes: answer.ContentLength ?? 0 };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw fromS3Error(key, error);
  }
}

async function* list(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<ObjectHead> {
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, bytes: Size ?? 0 };
    }
  } catch (error) {
    throw fromS3Error(Prefix, error);
  }
}

async function abortUnfinished(client: S3Client, Bucket: string, Prefix: string): Promise<number> {
  const page = await answered(Prefix, client.send(new ListMultipartUploadsCommand({ Bucket, Prefix })));
  const uploads = page.Uploads ?? [];
  for (const { Key, UploadId } of uploads) {
    await answered(Prefix, client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })));
  }
  const more = page.IsTruncated && uploads.length > 0;
  return uploads.length + (more ? await abortUnfinished(client, Bucket, Prefix) : 0);
}
