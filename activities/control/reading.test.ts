import { beforeAll, describe, expect, it } from 'vitest';
import { makeProtectResult } from '../data/protect-result.js';
import { controlDeps, dataDeps, recordMade } from '../testing/data-stage.js';
import { offencesShelf } from '../testing/offences-theme.js';
import { releaseOf } from '../testing/release-stage.js';
import { stageForTests } from '../testing/stage.js';
import { submitSource } from '../testing/vault-stage.js';
import { makeRecordReading } from './reading.js';

const stage = stageForTests();
beforeAll(() => submitSource(stage()));

const read = (releaseId: string) =>
  stage().run(makeRecordReading(controlDeps(stage(), { themes: offencesShelf() })), releaseId, {
    account: 'checker',
    person: 'person of checker',
    roles: ['output-checker'],
    organisation: '00000001002564440000',
  });

describe('reading the tables of a release', () => {
  it('tells a release that does not wait for a decision from one that there is not', async () => {
    const deps = dataDeps(stage(), { themes: offencesShelf() });
    const release = await releaseOf(stage(), deps);
    const { releaseId, requestId } = release;
    await expect(read('release:delicten:404')).rejects.toMatchObject({
      code: 'ReleaseUnknown',
      message: 'There is no release release:delicten:404; see: sluis results list',
    });
    const waitsNot = { code: 'RequestClosed', message: expect.stringContaining(releaseId) };
    await expect(read(releaseId)).rejects.toMatchObject(waitsNot);
    const { version } = await stage().run(makeProtectResult(deps), release);
    await recordMade(stage(), { type: 'protected', version, id: releaseId, zone: 'result' });
    await stage().append('releaseRejected', { releaseId, requestId, gate: 'G5', codes: [] });
    await expect(read(releaseId)).rejects.toMatchObject(waitsNot);
  });
});
