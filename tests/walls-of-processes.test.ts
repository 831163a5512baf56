import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { WORKER_ROLES, WORKFLOWS, type WorkerRole } from '../domain/names.js';
import { readConfig, readSetupConfig } from '../infra/config.js';
import { SERVER_UIDS, WORKER_UIDS } from '../infra/home.js';
import { workerStatus } from '../infra/processes.js';
import { IDENTITIES, type Identity } from '../infra/secrets.js';
import { startServers } from '../infra/servers/index.js';
import { recorded } from '../infra/servers/managed-process.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { submit } from '../operations/submit.js';
import { REVIEW_DECIDERS } from '../policy/deciders.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { abandonDelivery, openIntake } from '../workflows/messages.js';
import { describeNeeding } from './needs.js';
import { type Stack, startStack } from './stack.js';
import { ENCODED, failuresIn } from './stored-failures.js';

const SOURCE = 'politie-verdachte';
const asRoot = process.getuid?.() === 0;
let stack: Stack;

beforeAll(async () => {
  stack = await startStack('walls-of-processes');
  const city = await writeCity({ persons: 300, seed: 3, folder: join(stack.home.root, 'city') });
  expect(await stack.onboard(SOURCE)).toBe('approved');
  const { state } = await deliverDemo(stack.access, SOURCE, [city.files.politie_verdachte]);
  expect(state.stage).toBe('curated');
}, 120_000);
afterAll(() => stack?.stop());

/** Told by a process of another account of each path: "done", or the system's code, for reading and for writing. */
const PEEK = `
const { closeSync, constants, openSync, readdirSync, readFileSync, readlinkSync, statSync } = require('node:fs');
const tried = (act) => { try { act(); return 'done'; } catch (error) { return error.code; } };
const isFolder = (path) => { try { return statSync(path).isDirectory(); } catch { return false; } };
const isLink = (path) => path.endsWith('/cwd');
const read = (path) => isLink(path) ? readlinkSync(path) : isFolder(path) ? readdirSync(path)
  : path.endsWith('/mem') ? closeSync(openSync(path, 'r')) : readFileSync(path);
const write = (path) => closeSync(openSync(path, constants.O_WRONLY | constants.O_APPEND));
const paths = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(paths.map((path) => [path, tried(() => read(path)), tried(() => write(path))])));
`;
type Peeked = readonly [path: string, read: string, write: string];

function peekAs(uid: number, paths: readonly string[]): readonly Peeked[] {
  const as = { uid, gid: uid, cwd: '/', env: {}, maxBuffer: 2 ** 26 };
  const answer = execFileSync(process.execPath, ['-e', PEEK], { ...as, input: JSON.stringify(paths) });
  return JSON.parse(answer.toString()) as Peeked[];
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );
}

describeNeeding('root', asRoot, 'files and processes, tried under the uid of each worker', () => {
  const OTHER_UID = 61_999;
  const pidOf = (role: WorkerRole) => workerStatus(stack.home, role).pid ?? 0;
  const credentials = (who: string) => join(stack.home.credentials, who);
  const processFiles = (pid: number) =>
    ['environ', 'mem', 'maps', 'fd', 'cwd'].map((name) => `/proc/${pid}/${name}`);

  it('runs each worker under its own uid, and no worker or server as root', () => {
    const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
    for (const role of WORKER_ROLES) {
      const uid = WORKER_UIDS[role];
      expect(statusOf(pidOf(role))).toContain(`Uid:\t${uid}\t${uid}\t${uid}\t${uid}`);
      expect(statusOf(pidOf(role))).toContain(`Gid:\t${uid}\t${uid}\t${uid}\t${uid}`);
      expect(statusOf(pidOf(role))).toMatch(/^Groups:\s*$/m);
      expect(statusOf(pidOf(role))).toMatch(/^CapEff:\t0+$/m);
    }
    for (const name of ['postgres', 'temporal', 's3'])
      expect(statusOf(recorded(stack.home, name)?.pid ?? 0)).not.toMatch(/^Uid:.*\t0\b/m);
  });

  it('the superuser of the database, who may start programs, reads no object, no user of the store and no history', async () => {
    const { servers } = stack.home;
    const tried = async (command: string) => {
      await stack.superuser.query('CREATE TEMP TABLE IF NOT EXISTS told (line text)');
      return await stack.superuser.query(`COPY told FROM PROGRAM '${command}'`).then(
        () => 'done',
        () => 'refused',
      );
    };
    expect(await tried(`ls ${join(servers, 'postgres')}`)).toBe('done');
    for (const path of ['s3/data', 's3/iam', 'temporal'])
      expect([path, await tried(`ls ${join(servers, path)}`)]).toEqual([path, 'refused']);
    for (const path of ['s3/iam/users.json', 'temporal/temporal.db'])
      expect([path, await tried(`head -c 1 ${join(servers, path)}`)]).toEqual([path, 'refused']);
    for (const name of ['temporal', 's3'])
      expect(await tried(`cat /proc/${recorded(stack.home, name)?.pid}/environ`)).toBe('refused');
  });

  it('what an older version left to one account of all servers becomes each its own at the next start', async () => {
    const folder = join(stack.home.servers, 's3');
    execFileSync('chown', ['-R', '65534:65534', folder]);
    await startServers(stack.home);
    const owners = new Set(filesBelow(folder).map((path) => statSync(path).uid));
    expect([...owners, statSync(folder).uid]).toEqual([SERVER_UIDS.s3, SERVER_UIDS.s3]);
  });

  /** What belongs to one worker alone: its credentials, its folder (keys, work) and its process. */
  const belongings = (role: WorkerRole) => [
    credentials(`${role}.json`),
    stack.home.workers && join(stack.home.workers, role),
    ...filesBelow(join(stack.home.workers, role)),
    ...processFiles(pidOf(role)).slice(0, 4),
    ...(role === 'vault' ? [credentials('vault.kek')] : []),
  ];
  /** What the set-up, the servers and the person alone may read. */
  const setUp = () => [
    ...['setup.json', 'secrets.json', 'person.json'].map(credentials),
    ...filesBelow(stack.home.servers),
    ...filesBelow(stack.home.logs),
    ...filesBelow(stack.home.run),
    ...filesBelow(stack.home.city),
    ...['postgres', 'temporal', 's3'].flatMap((name) =>
      processFiles(recorded(stack.home, name)?.pid ?? 0).slice(0, 4),
    ),
  ];

  it.each(
    WORKER_ROLES,
  )('%s reads no file and no process of the others, of the set-up and of the servers', (role) => {
    const others = WORKER_ROLES.filter((other) => other !== role).flatMap(belongings);
    const paths = [...others, ...setUp()];
    expect(paths.filter((path) => path.includes('/keys/')).length > 0 || role === 'vault').toBe(true);
    expect(paths.length).toBeGreaterThan(50);
    const open = peekAs(WORKER_UIDS[role], paths).filter(([path, read, write]) => {
      const gone = read === 'ENOENT' || read === 'ESRCH'; // a temporary file of a server that works on
      return !(gone || (/^(EACCES|EPERM)$/.test(read) && /^(EACCES|EPERM|EISDIR)$/.test(write) && path));
    });
    expect(open).toEqual([]);
    // The look itself works: each reads what is its own.
    const own = peekAs(WORKER_UIDS[role], [credentials(`${role}.json`), join(stack.home.workers, role)]);
    expect(own.map(([, read]) => read)).toEqual(['done', 'done']);
  });

  it('an account that is none of ours reads nothing of any worker, key or server', () => {
    const paths = [...WORKER_ROLES.flatMap(belongings), ...setUp()];
    const open = peekAs(OTHER_UID, paths).filter(([, read]) => read === 'done');
    expect(open).toEqual([]);
  });

  it('no worker holds a secret of the set-up or of another identity, in its environment or in a file that it reads', () => {
    const { endpoints } = readSetupConfig(stack.home);
    const secretsOf = (identity: Identity) => {
      const { s3, databaseUrl } = readConfig(stack.home, identity);
      return [s3.secretAccessKey, decodeURIComponent(new URL(databaseUrl).password)];
    };
    const setup = [
      endpoints.s3.root?.secretAccessKey ?? '',
      new URL(endpoints.database.adminUrl).password,
      new URL(endpoints.database.ownerUrl).password,
    ];
    expect(setup.every((secret) => secret.length > 20)).toBe(true);
    for (const role of WORKER_ROLES) {
      const foreign = [...setup, ...IDENTITIES.filter((who) => who !== role).flatMap(secretsOf)];
      const readable = peekAs(WORKER_UIDS[role], filesBelow(stack.home.root))
        .filter(([, read]) => read === 'done')
        .map(([path]) => path);
      expect(readable).toContain(credentials(`${role}.json`));
      const texts = readable.map((path) => contentOf(path));
      texts.push(readFileSync(`/proc/${pidOf(role)}/environ`), readFileSync(`/proc/${pidOf(role)}/cmdline`));
      expect(foreign.filter((secret) => texts.some((text) => text.includes(secret))).length).toBe(0);
      expect(secretsOf(role).every((secret) => texts.some((text) => text.includes(secret)))).toBe(true);
    }
  });

  it('nobody sees a secret in the arguments of a process', () => {
    const secrets = [readFileSync(credentials('secrets.json'), 'utf8')].flatMap(
      (text) => text.match(/[0-9a-f]{48}/g) ?? [],
    );
    expect(secrets.length).toBeGreaterThan(8);
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const lines = pids.map((pid) => contentOf(`/proc/${pid}/cmdline`).toString('latin1')).join('\n');
    expect(secrets.filter((secret) => lines.includes(secret)).length).toBe(0);
  });
});

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // a folder, or gone in the meantime
  }
}

describe('the reason of a failure', () => {
  it('stands in no history in plain, whether a step, an answer or the workflow itself failed', async () => {
    const { client } = stack.access;
    const reader = demoAccount('output-checker', 'demo');
    const reading = { releaseId: 'release-unknown', reader, tokenHash: 'a'.repeat(64) };
    const workflowId = 'reading-of-nothing';
    const start = { taskQueue: 'sluis-control', workflowId, args: [reading] };
    await expect(client.workflow.execute('readProtectedTables', start)).rejects.toThrow();
    const failures = await failuresIn(client, await client.workflow.getHandle(workflowId).fetchHistory());
    // Of the step, and of the workflow that ended with it.
    expect(failures.length).toBe(2);
    expect(failures.map(({ message }) => message)).toContainEqual(expect.stringContaining('release-unknown'));
    const encoded = { message: ENCODED, stackTrace: '' };
    expect(failures.map(({ stored }) => stored)).toEqual(failures.map(() => encoded));
  });
});

describe('who has no payload key', () => {
  let connection: Connection;
  let raw: Client;
  beforeAll(async () => {
    const { address, namespace } = readConfig(stack.home, 'person').temporal;
    connection = await Connection.connect({ address });
    raw = new Client({ connection, namespace });
  });
  afterAll(() => connection?.close());

  const events = async () =>
    Number((await stack.superuser.query('SELECT count(*) AS n FROM catalog.event')).rows[0].n);

  it('starts nothing: the workflow fails and no event is recorded', async () => {
    const before = await events();
    for (const workflow of [
      'onboardSource',
      'ingestDelivery',
      'runTheme',
      'releaseResult',
      'readStaffNames',
    ]) {
      const workflowId = `plain-${workflow}`;
      const handle = await raw.workflow.start(workflow, {
        taskQueue: 'sluis-control',
        workflowId,
        args: [{ marker: 'plain' }],
        workflowTaskTimeout: '2 s',
      });
      const deadline = Date.now() + 10_000;
      let failed: string | undefined;
      while (failed === undefined && Date.now() < deadline) {
        [failed] = (await failuresIn(stack.access.client, await handle.fetchHistory())).map(
          ({ message }) => message,
        );
        if (failed === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect([workflow, failed]).toEqual([
        workflow,
        expect.stringMatching(/^an unencrypted payload was refused/),
      ]);
      await handle.terminate().catch(() => undefined);
    }
    expect(await events()).toBe(before);
  });

  it("starts nothing without any argument either, and ends nobody else's delivery", async () => {
    const { client } = stack.access;
    const before = await events();
    for (const workflow of Object.keys(WORKFLOWS)) {
      const start = { taskQueue: 'sluis-control', workflowId: `empty-${workflow}` } as const;
      const begun = await raw.workflow.start(workflow, { ...start, args: [] });
      const status = async () => [workflow, (await begun.describe()).status.name];
      await expect.poll(status, { timeout: 20_000 }).toEqual([workflow, 'FAILED']);
    }
    expect(await events()).toBe(before);

    const { rows } = await stack.superuser.query(
      'SELECT contract_hash AS hash FROM reading.source WHERE source_id = $1',
      [SOURCE],
    );
    const workflowId = `deliver:${SOURCE}:900`;
    const deliveredBy = demoAccount('provider', 'demo');
    const contractHash = rows[0].hash as string;
    const order = { sourceId: SOURCE, contractHash, tokenHash: 'a'.repeat(64), parts: 1, deliveredBy };
    const review = { subjectHash: contractHash, deciders: REVIEW_DECIDERS, submitter: deliveredBy };
    const patience = { sendWithin: 600_000, decideWithin: 600_000, remindAfter: 600_000 };
    const input = { order, requestNumber: 900, review, ...patience };
    const handle = await client.workflow.start('ingestDelivery', {
      taskQueue: 'sluis-control',
      workflowId,
      args: [input],
    });
    const plain = raw.workflow.getHandle(workflowId);
    await expect(plain.executeUpdate('openIntake')).rejects.toThrow();
    expect(await events()).toBe(before);
    await handle.executeUpdate(openIntake, { args: [workflowId] });
    const opened = await events();
    expect(opened).toBeGreaterThan(before);
    await plain.signal('abandonDelivery');
    // An update that is answered stands behind that signal.
    await expect(plain.executeUpdate('openIntake')).rejects.toThrow();
    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect(await events()).toBe(opened);
    await handle.signal(abandonDelivery, workflowId);
    expect(await handle.result()).toMatchObject({ stage: 'aborted' });
  });

  it('decides nothing: the very decision that counts when it is encrypted is not taken when it is plain', async () => {
    const plain = await openRequest('1.0.1');
    const before = await events();
    // Either answered with a failure or, its task failing again and again, never answered at all.
    const silence = new Promise((resolve) => setTimeout(() => resolve('unanswered'), 3_000));
    const answer = decide(raw, plain).then(
      () => 'taken',
      () => 'refused',
    );
    expect(await Promise.race([answer, silence])).not.toBe('taken');
    expect(await events()).toBe(before);
    const history = JSON.stringify(await raw.workflow.getHandle(plain.requestId).fetchHistory());
    expect(history).not.toContain('workflowExecutionUpdateCompletedEventAttributes":{');
    await raw.workflow.getHandle(plain.requestId).terminate();

    const encrypted = await openRequest('1.0.2');
    const earlier = await events();
    await decide(stack.access.client, encrypted);
    expect(await events()).toBeGreaterThan(earlier);
  });

  /** A request that one steward can decide; another version is another request. */
  async function openRequest(version: string): Promise<{ requestId: string; hash: string }> {
    const path = new URL('../demo/contracts/cbs-kwb-2024.yaml', import.meta.url);
    const text = readFileSync(path, 'utf8').replace(/^version: .*$/m, `version: ${version}`);
    const { contract, hash } = parseContract(text);
    const submitter = demoAccount('steward', 'demo');
    const subject = { kind: 'contract', contract } as const;
    const { requestId, state } = await submit(stack.access, { subject, hash, submitter });
    await expect
      .poll(async () => (await state().catch(() => null))?.stage, { timeout: 50_000 })
      .toBe('awaitingDecision');
    return { requestId, hash };
  }

  function decide(
    client: Client,
    { requestId, hash }: { requestId: string; hash: string },
  ): Promise<unknown> {
    const decision = {
      key: createHash('sha256').update(requestId).digest('hex'),
      choice: 'approve',
      actor: demoAccount('steward-2', 'demo'),
      as: 'steward',
      reason: 'the sentences of the verdict were read',
      subjectHash: hash,
    };
    return client.workflow.getHandle(requestId).executeUpdate('decideOnboarding', { args: [decision] });
  }
});
