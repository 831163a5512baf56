import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  PutBucketPolicyCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { SluisError } from '../../domain/errors.js';
import { ZONES, type Zone } from '../../domain/names.js';
import { bucketOf, type S3Credentials, type S3Endpoint } from '../config.js';
import type { Identity } from '../secrets.js';

type Access = 'read' | 'append' | 'own';

/** The zone table of architecture.md. Whoever is not named has no right. */
export const ZONE_ACCESS: Readonly<Record<Zone, Partial<Record<Identity, Access>>>> = {
  landing: { vault: 'own' },
  pseudonymised: { vault: 'own', data: 'read' },
  curated: { data: 'own' },
  result: { data: 'own' },
  released: { data: 'own', person: 'read' },
  audit: { control: 'append' },
};

const OBJECT_ACTIONS: Readonly<Record<Access, readonly string[]>> = {
  read: ['s3:GetObject'],
  append: ['s3:GetObject', 's3:PutObject'],
  own: [
    ...['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    ...['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
  ],
};
const BUCKET_ACTIONS: Readonly<Record<Access, readonly string[]>> = {
  read: ['s3:ListBucket'],
  append: ['s3:ListBucket'],
  own: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
};

/** What can be tried on a zone; the parts of an upload go with `put`. */
export type ObjectRight = 'list' | 'get' | 'put' | 'delete';

const ACTION_OF: Readonly<Record<ObjectRight, string>> = {
  list: 's3:ListBucket',
  get: 's3:GetObject',
  put: 's3:PutObject',
  delete: 's3:DeleteObject',
};

/** What the table gives an identity in a zone. */
export function rightsOn(zone: Zone, who: Identity): readonly ObjectRight[] {
  const access = ZONE_ACCESS[zone][who];
  if (access === undefined) return [];
  const actions = [...OBJECT_ACTIONS[access], ...BUCKET_ACTIONS[access]];
  return (Object.keys(ACTION_OF) as ObjectRight[]).filter((right) => actions.includes(ACTION_OF[right]));
}

/** Buckets and their policies, as the root of the embedded store. Again is harmless. */
export async function ensureZones(s3: S3Endpoint, root: S3Credentials): Promise<void> {
  const client = clientFor(s3, root);
  try {
    for (const zone of ZONES) await ensureZone(client, zone, s3);
  } catch (error) {
    const code = error instanceof Error ? error.name : 'unknown';
    throw new SluisError('StoreUnavailable', `The buckets could not be made (${code}).`, { code });
  } finally {
    client.destroy();
  }
}

/** A client that speaks to a store by address and path, signing unless told otherwise. The caller destroys it. */
export function clientFor(
  s3: Pick<S3Endpoint, 'endpoint' | 'region'>,
  credentials: S3Credentials,
  signer?: S3ClientConfig['signer'],
): S3Client {
  // A copy: the SDK writes a mark of its own into the object that it is given.
  const own = { ...credentials };
  return new S3Client({
    endpoint: s3.endpoint,
    region: s3.region,
    credentials: own,
    forcePathStyle: true,
    maxAttempts: 3,
    ...(signer === undefined ? {} : { signer }),
  });
}

async function ensureZone(client: S3Client, zone: Zone, s3: S3Endpoint): Promise<void> {
  const Bucket = bucketOf(zone);
  if (!(await present(client.send(new HeadBucketCommand({ Bucket })))))
    await client.send(new CreateBucketCommand({ Bucket }));
  const Policy = policyOf(zone, s3);
  const known = await present(client.send(new GetBucketPolicyCommand({ Bucket })));
  if (known?.Policy !== Policy) await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

/** Actions on the bucket and on its objects need statements of their own. */
function policyOf(zone: Zone, s3: S3Endpoint): string {
  const bucket = `arn:aws:s3:::${bucketOf(zone)}`;
  const grants = Object.entries(ZONE_ACCESS[zone]) as [Identity, Access][];
  const Statement = grants.flatMap(([who, access]) => {
    const allow = { Effect: 'Allow', Principal: { AWS: [s3.credentials[who].accessKeyId] } };
    return [
      { ...allow, Action: OBJECT_ACTIONS[access], Resource: [`${bucket}/*`] },
      { ...allow, Action: BUCKET_ACTIONS[access], Resource: [bucket] },
    ];
  });
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

async function present<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
}
