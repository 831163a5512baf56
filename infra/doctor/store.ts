import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ZONES } from '../../domain/names.js';
import { bucketOf, type Endpoints } from '../config.js';
import { IDENTITIES } from '../secrets.js';
import { clientFor, ZONE_ACCESS } from '../servers/s3-zones.js';
import { broken, type Finding, ok } from './finding.js';

/** Tries every zone with the credentials of every identity: what is its own answers, what is not is refused. */
export async function storeFindings({ s3 }: Endpoints): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const who of IDENTITIES) {
    const client = clientFor(s3, s3.credentials[who]);
    const wrong: string[] = [];
    for (const zone of ZONES) {
      const outcome = await client
        .send(new ListObjectsV2Command({ Bucket: bucketOf(zone), MaxKeys: 1 }))
        .then(
          () => 'reached',
          (error: Error) => error.name,
        );
      const expected = ZONE_ACCESS[zone][who] ? 'reached' : 'AccessDenied';
      if (outcome !== expected) wrong.push(`${bucketOf(zone)} (${outcome})`);
    }
    client.destroy();
    const next = 'Compare buckets and policies with docs/operations/own-servers.md; embedded: sluis up';
    findings.push(
      wrong.length === 0
        ? ok('rights', `store ${who}`, 'reaches its own zones and no other')
        : broken('rights', `store ${who}`, wrong.join(', '), next),
    );
  }
  return findings;
}
