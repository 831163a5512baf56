import { describe, expect, it } from 'vitest';
import type { Access } from './access.js';
import { deliver } from './deliver.js';
import { DEMO_ACCOUNTS } from './demo-accounts.js';
import type { Subject } from './subject.js';
import { submit } from './submit.js';

/** Whoever gets this far has passed the question of the role: nothing else can be asked of it. */
const REACHED = 'the catalog was asked';
const access = new Proxy({} as Access, {
  get: () => {
    throw new Error(REACHED);
  },
});
const subject = { kind: 'contract', contract: { sourceId: 'bag' } } as Subject;

describe('who may begin', () => {
  it.each(DEMO_ACCOUNTS)('$account: a contract is submitted by a steward alone', async (submitter) => {
    const expected = submitter.roles.includes('steward') ? { message: REACHED } : { code: 'RoleMissing' };
    await expect(submit(access, { subject, hash: 'a'.repeat(64), submitter })).rejects.toMatchObject(
      expected,
    );
  });

  it.each(
    DEMO_ACCOUNTS,
  )('$account: files are delivered by a provider or a steward alone', async (deliverer) => {
    const may = deliverer.roles.includes('provider') || deliverer.roles.includes('steward');
    const expected = may ? { message: REACHED } : { code: 'RoleMissing' };
    const delivery = deliver(access, { sourceId: 'bag', files: [import.meta.filename], deliverer });
    await expect(delivery).rejects.toMatchObject(expected);
  });
});
