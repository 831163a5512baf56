import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SluisError } from '../../domain/errors.js';
import { ZONES } from '../../domain/names.js';
import { bucketOf, type S3Endpoint, type TemporalEndpoint } from '../config.js';
import { IDENTITIES } from '../secrets.js';
import { clientFor, ZONE_ACCESS } from './s3-zones.js';
import { missingSearchAttributes } from './temporal.js';

/**
 * A Temporal of the operator, once it answers and has what workflows are started with.
 * @throws SluisError ServerUnavailable with what is missing and the command that makes it
 */
export async function checkedTemporal(endpoint: TemporalEndpoint): Promise<TemporalEndpoint> {
  const { namespace } = endpoint;
  const missing = await missingSearchAttributes(endpoint).catch(() => {
    throw new SluisError(
      'ServerUnavailable',
      `Temporal does not answer, or has no namespace ${namespace}: see TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.`,
    );
  });
  if (missing.length === 0) return endpoint;
  const attributes = missing.map((name) => `--name ${name} --type Keyword`).join(' ');
  throw new SluisError(
    'ServerUnavailable',
    `Temporal lacks search attributes: temporal operator search-attribute create --namespace ${namespace} ${attributes}`,
    { missing },
  );
}

/**
 * A store of the operator, once each identity can list the zones that are its own.
 * @throws SluisError StoreUnavailable naming each bucket that an identity cannot reach
 */
export async function checkedStore(s3: S3Endpoint): Promise<S3Endpoint> {
  const refused: string[] = [];
  for (const who of IDENTITIES) {
    const client = clientFor(s3, s3.credentials[who]);
    for (const zone of ZONES.filter((one) => ZONE_ACCESS[one][who])) {
      const list = new ListObjectsV2Command({ Bucket: bucketOf(zone), MaxKeys: 1 });
      const code = await client.send(list).then(
        () => null,
        (error: Error) => error.name,
      );
      if (code !== null) refused.push(`${bucketOf(zone)} for ${who} (${code})`);
    }
    client.destroy();
  }
  if (refused.length === 0) return s3;
  throw new SluisError(
    'StoreUnavailable',
    `The store refuses buckets: ${refused.join(', ')}. Make them, and grant what docs/operations/own-servers.md says.`,
    { refused },
  );
}
