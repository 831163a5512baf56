import { join } from 'node:path';
import type { S3Credentials, S3Endpoint } from '../config.js';
import { type Home, privateFolder, SERVER_UIDS } from '../home.js';
import { writePrivateFile } from '../private-file.js';
import { IDENTITIES, type Identity, type Secrets } from '../secrets.js';
import { versitygwBinary } from './binaries.js';
import type { Server } from './server.js';

export const REGION = 'us-east-1';
const ROOT = 'sluis-setup';

/** Secrets go by environment and file, never by argument: arguments are readable for every account. */
export function s3Server(home: Home, secrets: Secrets): Server {
  const folder = join(home.servers, 's3');
  const data = join(folder, 'data');
  return {
    name: 's3',
    program: 'versitygw',
    mark: data,
    preferredPort: 17070,
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
    readyWithinMs: 10_000,
    plan: (port) => ({
      command: versitygwBinary(home),
      args: [
        ...['--port', `127.0.0.1:${port}`, '--region', REGION, '--iam-dir', join(folder, 'iam')],
        ...['--iam-cache-ttl', '1', '--health', '/healthz', '--keep-alive', '--quiet', 'posix', data],
      ],
      env: { PATH: '/usr/bin:/bin', HOME: folder, ROOT_ACCESS_KEY: ROOT, ROOT_SECRET_KEY: secrets.s3Root },
      runAs: 's3',
    }),
    healthy: async (port) => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
  };
}

/** Folders and users. The users' file is written before the start, so no secret passes through an argument. */
export function initialiseS3(home: Home, secrets: Secrets): void {
  const folder = join(home.servers, 's3');
  for (const part of ['', 'iam', 'data']) privateFolder(join(folder, part), SERVER_UIDS.s3);
  const accessAccounts = Object.fromEntries(
    IDENTITIES.map((who) => {
      const { accessKeyId: access, secretAccessKey: secret } = s3Credentials(who, secrets);
      return [access, { access, secret, role: 'user', userID: 0, groupID: 0, projectID: 0 }];
    }),
  );
  writePrivateFile(join(folder, 'iam', 'users.json'), JSON.stringify({ accessAccounts }), SERVER_UIDS.s3);
}

export function s3Endpoint(port: number, secrets: Secrets): S3Endpoint {
  const entries = IDENTITIES.map((who) => [who, s3Credentials(who, secrets)] as const);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    credentials: Object.fromEntries(entries) as Record<Identity, S3Credentials>,
    root: { accessKeyId: ROOT, secretAccessKey: secrets.s3Root },
  };
}

function s3Credentials(who: Identity, secrets: Secrets): S3Credentials {
  return { accessKeyId: `sluis-${who}`, secretAccessKey: secrets.s3[who] };
}
