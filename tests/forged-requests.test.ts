import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCity } from '../demo/city/write-city.js';
import { within } from '../demo/waiting.js';
import { sha256Json, sha256Text } from '../domain/digest.js';
import { repositoryRoot } from '../infra/home.js';
import { decideRequest } from '../operations/decide.js';
import { type Delivering, deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { readSubject } from '../operations/subject.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { PATIENCE, refusalOf, startForged } from './forged-requests.js';
import { type Stack, startStack } from './stack.js';

let stack: Stack;
let delivering: Delivering;
let reviewId = '';

/** A delivery that waits for the people whom a gate asked. */
beforeAll(async () => {
  stack = await startStack('forged');
  const { files } = await writeCity({ persons: 2_000, seed: 6, folder: join(stack.home.root, 'city') });
  expect(await stack.onboard('brp')).toBe('approved');
  const deliverer = demoAccount('provider', 'demo');
  delivering = await deliver(stack.access, { sourceId: 'brp', files: [files.brp], deliverer });
  const { request } = await within('the review', 60, async () => (await delivering.state()).review);
  reviewId = request.requestId;
}, 300_000);
afterAll(() => stack?.stop());

async function landed(): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of stack.zone('landing').list(`${delivering.deliveryId}/`)) keys.push(key);
  return keys;
}
const recordedBy = async (workflowId: string) =>
  (await stack.superuser.query('SELECT type FROM catalog.event WHERE workflow_id = $1', [workflowId])).rows;

describe('whoever reaches Temporal with the payload key', { timeout: 120_000 }, () => {
  it('has nothing removed or refused of a delivery that another workflow opened, whatever is said of it', async () => {
    const before = await landed();
    expect(before.length).toBeGreaterThan(0);
    const { deliveryId } = delivering;
    const deliveredBy = demoAccount('provider', 'demo');
    const { rows } = await stack.superuser.query(
      'SELECT contract_hash AS hash FROM catalog.delivery WHERE delivery_id = $1',
      [deliveryId],
    );
    const contractHash = rows[0].hash;
    const order = { sourceId: 'brp', contractHash, tokenHash: 'f'.repeat(64), parts: 1, deliveredBy };
    const review = { subjectHash: contractHash, deciders: ['steward'], submitter: deliveredBy };
    const standing = { deliveryId, sent: null, zone: 'landing', refused: { gate: 'G1', codes: ['C03'] } };
    for (const [at, reopens] of [deliveryId, standing].entries()) {
      const id = `deliver:brp:90${at}`;
      const input = { order, review, requestNumber: 900, sendWithin: 0, reopens, ...PATIENCE };
      const handle = await startForged(stack, 'ingestDelivery', id, input);
      expect(await refusalOf(handle)).toBe('DeliveryUnknown');
      expect(await recordedBy(id)).toEqual([]);
    }
    expect(await landed()).toEqual(before);
  });

  it('begins no run under the id of another workflow', async () => {
    const analyst = demoAccount('analyst', 'demo');
    const requester = { ref: analyst.person, as: 'analyst', organisation: analyst.organisation };
    const request = {
      runId: 'run:instroom-drugs:900',
      theme: 'instroom-drugs',
      themeHash: 'f'.repeat(64),
      purpose: 'none',
      requester,
      inputs: [],
    };
    const handle = await startForged(stack, 'runTheme', 'run:forged:900', { request });
    expect(await refusalOf(handle)).toBe('UsageInvalid');
    expect(await recordedBy('run:forged:900')).toEqual([]);
  });

  it('puts no linkage domain to fewer people than policy demands', async () => {
    const path = join(repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
    const { subject, hash } = readSubject(await readFile(path, 'utf8'));
    const requestId = 'onboard:instroom-drugs:forged:1';
    const submitter = demoAccount('steward', 'demo');
    const request = { requestId, subjectHash: hash, deciders: ['steward'], submitter };
    const submission = { request, requestNumber: 900, decideBefore: '2099-01-01T00:00:00.000Z', subject };
    const handle = await startForged(stack, 'onboardSource', requestId, { submission, ...PATIENCE });
    expect(await refusalOf(handle)).toBe('UsageInvalid');
    expect(await recordedBy(requestId)).toEqual([]);
  });

  it('puts no contract about which G0 asks people to fewer of them than policy demands', async () => {
    const path = join(repositoryRoot(), 'demo/contracts/kadaster-eigendom.yaml');
    const { contract: ready } = parseContract(await readFile(path, 'utf8'));
    const contract = { ...ready, compatibility: { kind: 'assessed' } } as const;
    const subject = { kind: 'contract', contract } as const;
    const submitter = demoAccount('steward', 'demo');
    for (const [number, deciders] of [['steward'], ['privacy-officer']].entries()) {
      const requestId = `onboard:kadaster-eigendom:forged:${number}`;
      const request = { requestId, subjectHash: sha256Json(contract as never), deciders, submitter };
      const submission = { request, requestNumber: 900, decideBefore: '2099-01-01T00:00:00.000Z', subject };
      const handle = await startForged(stack, 'onboardSource', requestId, { submission, ...PATIENCE });
      expect(await refusalOf(handle)).toBe('UsageInvalid');
      expect(await recordedBy(requestId)).toEqual([]);
    }
  });

  it('delivers nothing to a source of another provider, in the account of one', async () => {
    const deliverer = demoAccount('provider-2', 'demo');
    const files = [join(stack.home.root, 'city', 'brp.csv')];
    await expect(deliver(stack.access, { sourceId: 'brp', files, deliverer })).rejects.toMatchObject({
      code: 'RoleMissing',
    });
  });

  it('and the delivery goes on to its end by the people whom the gate asked', async () => {
    for (const account of ['steward', 'privacy-officer'])
      await decideRequest(stack.access, {
        requestId: reviewId,
        choice: 'approve',
        actor: demoAccount(account, 'demo'),
        reason: 'read',
        key: sha256Text(`${reviewId}${account}`),
      });
    expect((await delivering.result()).stage).toBe('curated');
  });
});
