import { describe, expect, it } from 'vitest';
import * as names from '../domain/names.js';
import { RULES } from '../policy/rules/index.js';

/** These stand in histories, catalogs and files of users: a change here is a migration, and not a rename. */
describe('persisted names', () => {
  it('are those of the last release', async () => {
    const rules = [...new Set(RULES.map(({ code }) => code))].sort();
    const text = JSON.stringify({ ...names, rules }, null, 2);
    await expect(`${text}\n`).toMatchFileSnapshot('golden/persisted-names.json');
  });
});
