import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ZONES, type Zone } from '../../domain/names.js';
import { bucketOf, type Endpoints, type S3Endpoint } from '../config.js';
import { IDENTITIES, type Identity } from '../secrets.js';
import { clientFor, type ObjectRight, rightsOn } from '../servers/s3-zones.js';
import { broken, type Finding, ok } from './finding.js';

type Who = Identity | 'anonymous';

/**
 * Tries every zone with the credentials of every identity, and with none: what is its own answers, the rest is refused.
 * To put and to delete is tried only where it must be refused, and so that an open wall changes nothing either: the bytes
 * do not fit the digest that is sent with them, and what is deleted is a key that nobody has.
 */
export async function storeFindings({ s3 }: Endpoints): Promise<readonly Finding[]> {
  const known = new Map<Zone, string | undefined>();
  for (const zone of ZONES) known.set(zone, await someKey(s3, zone));
  return await Promise.all(
    [...IDENTITIES, 'anonymous' as const].map(async (who) => {
      const client = who === 'anonymous' ? anonymousClient(s3) : clientFor(s3, s3.credentials[who]);
      const wrong: string[] = [];
      for (const zone of ZONES) wrong.push(...(await wrongIn(client, zone, who, known.get(zone))));
      client.destroy();
      const next = 'Compare buckets and policies with docs/operations/own-servers.md; embedded: sluis up';
      if (wrong.length > 0) return broken('rights', `store ${who}`, wrong.join(', '), next);
      const says = who === 'anonymous' ? 'reaches no zone' : 'reaches its own zones and no other';
      return ok('rights', `store ${who}`, says);
    }),
  );
}

/** What answers otherwise than the table of rights says, with the answer. */
async function wrongIn(client: S3Client, zone: Zone, who: Who, key: string | undefined): Promise<string[]> {
  const rights = who === 'anonymous' ? [] : rightsOn(zone, who);
  const probe = `doctor-${randomUUID()}`;
  const wrong: string[] = [];
  for (const right of ['list', 'get', 'put', 'delete'] as const) {
    const mayIt = rights.includes(right);
    if (mayIt && (right === 'put' || right === 'delete')) continue;
    const outcome = await outcomeOf(tryIt(client, bucketOf(zone), right, { key, probe }), who);
    if (outcome !== (mayIt ? 'allowed' : 'denied')) wrong.push(`${bucketOf(zone)} (${right} ${outcome})`);
  }
  return wrong;
}

/** `get` asks one byte of what is there: a store may refuse to say that a key is missing, and allow the rest. */
async function tryIt(
  client: S3Client,
  Bucket: string,
  right: ObjectRight,
  { key, probe }: { key: string | undefined; probe: string },
): Promise<void> {
  if (right === 'list') await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
  if (right === 'get') {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket, Key: key ?? probe, Range: 'bytes=0-0' }),
    );
    await Body?.transformToByteArray();
  }
  if (right === 'put') {
    const Body = Buffer.of(0);
    await client.send(new PutObjectCommand({ Bucket, Key: probe, Body, ContentMD5: DIGEST_OF_NOTHING }));
    throw Object.assign(new Error(), { name: `stored:${probe}` });
  }
  if (right === 'delete') await client.send(new DeleteObjectCommand({ Bucket, Key: probe }));
}

/** MD5 of no bytes, as a store that serves puts checks it: RFC 1864. */
const DIGEST_OF_NOTHING = '1B2M2Y8AsgTpgAmY7PhCfg==';
/** A right that was there, but nothing to use it on. */
const WITHOUT_EFFECT = ['NoSuchKey', 'BadDigest', 'InvalidRange'];

/** `allowed`, `denied`, or the name of what went wrong otherwise. */
async function outcomeOf(tried: Promise<void>, who: Who): Promise<string> {
  try {
    await tried;
    return 'allowed';
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    if (WITHOUT_EFFECT.includes(name)) return 'allowed';
    // Whoever brings no credentials may also be told to bring some.
    const isUnknown = who === 'anonymous' && [401, 403].includes($metadata?.httpStatusCode ?? 0);
    return name === 'AccessDenied' || isUnknown ? 'denied' : name;
  }
}

/** An object of a zone, by whoever may list it. */
async function someKey(s3: S3Endpoint, zone: Zone): Promise<string | undefined> {
  const lister = IDENTITIES.find((who) => rightsOn(zone, who).includes('list'));
  if (!lister) return undefined;
  const client = clientFor(s3, s3.credentials[lister]);
  try {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucketOf(zone), MaxKeys: 1 }));
    return Contents?.[0]?.Key;
  } catch {
    return undefined; // said of the lister itself
  } finally {
    client.destroy();
  }
}

function anonymousClient(s3: S3Endpoint): S3Client {
  return clientFor(s3, { accessKeyId: '', secretAccessKey: '' }, { sign: async (request) => request });
}
