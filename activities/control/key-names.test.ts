import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import { requiredDeciders } from '../../policy/deciders.js';
import { parseLinkageDomain } from '../../policy/schema/parse-contract.js';
import type { Submission } from '../contract.js';
import { submittedBy } from '../testing/curated-source.js';
import { controlDeps } from '../testing/data-stage.js';
import { stageForTests } from '../testing/stage.js';
import { SOURCE, submitSource } from '../testing/vault-stage.js';
import { makeRecordSubmission } from './onboarding.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const LINKAGE_FILE = new URL('../../demo/linkage-domains/instroom-drugs.yaml', import.meta.url);
const { linkage } = parseLinkageDomain(readFileSync(LINKAGE_FILE, 'utf8'));

async function submit(requestId: string, subject: Submission['subject']): Promise<void> {
  const [value, deciders] =
    subject.kind === 'contract'
      ? [subject.contract, requiredDeciders(subject.contract)]
      : [subject.linkage, ['steward', 'privacy-officer'] as const];
  const submitter = {
    account: 's',
    person: 's',
    roles: ['steward'] as const,
    organisation: '00000001002220647000',
  };
  const submission: Submission = {
    request: { requestId, subjectHash: sha256Json(value as unknown as Json), deciders, submitter },
    requestNumber: 1,
    decideBefore: '2026-04-01T10:00:00.000Z',
    subject,
  };
  await stage()
    .environment(requestId)
    .run(makeRecordSubmission(controlDeps(stage())), submission);
}

const domain = (id: string) => ({ kind: 'linkage-domain' as const, linkage: { ...linkage, id } });
const source = (sourceId: string) => ({
  kind: 'contract' as const,
  contract: { ...SOURCE.contract, sourceId },
});

async function isRecorded(requestId: string): Promise<boolean> {
  const { rows } = await stage()
    .pool('sluis_control')
    .query('SELECT 1 FROM catalog.request WHERE request_id = $1', [requestId]);
  return rows.length > 0;
}

describe('the key of pseudonyms belongs to one name', () => {
  it('a linkage domain does not take the id of a source, nor a source that of a linkage domain', async () => {
    await expect(submit('onboard:as-source', domain(SOURCE.id))).rejects.toMatchObject({
      code: 'ContractInvalid',
    });
    await submit('onboard:domain', domain('own-domain'));
    await expect(submit('onboard:as-domain', source('own-domain'))).rejects.toMatchObject({
      code: 'ContractInvalid',
    });
    expect([await isRecorded('onboard:as-source'), await isRecorded('onboard:as-domain')]).toEqual([
      false,
      false,
    ]);
  });

  it('and what was recorded before is recorded again by a retry, whoever came since', async () => {
    await submit('onboard:again', domain('again'));
    await submittedBy(stage(), { ...SOURCE.contract, sourceId: 'again' });
    await submit('onboard:again', domain('again'));
    expect(await isRecorded('onboard:again')).toBe(true);
  });
});
