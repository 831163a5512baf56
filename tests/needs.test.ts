import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { requiredNeeds } from './needs.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bare = mkdtempSync(join(tmpdir(), 'sluis-bare-'));
afterAll(() => rmSync(bare, { recursive: true }));

/** `npm test` of one file that needs the real files, as on a machine that has none. */
function npmTest(variables: NodeJS.ProcessEnv) {
  const args = ['infra/bootstrap/test.mjs', 'privacy/disclosure/real-burglars.test.ts'];
  const { VITEST: _, ...ours } = process.env;
  const env = { ...ours, SLUIS_DATA: join(bare, 'nowhere'), NO_COLOR: '1', ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  return { status, lastLines: stdout.trimEnd().split('\n').slice(-2), said: stdout + stderr };
}

describe('a test that needs what the machine has not', () => {
  it('is skipped and stays green; the line before the counts says why', () => {
    const { status, lastLines } = npmTest({ SLUIS_REQUIRE: '' });
    expect(status).toBe(0);
    expect(lastLines).toEqual([
      expect.stringMatching(/^skipped: \d+ \(data: the real files are neither in .+ SLUIS_DATA names\)$/),
      expect.stringMatching(/^0 passed, 0 failed, \d+ skipped$/),
    ]);
  });

  it('fails where SLUIS_REQUIRE names the need, and says what is missing', () => {
    const { status, lastLines, said } = npmTest({ SLUIS_REQUIRE: 'root,data' });
    expect(status).toBe(1);
    expect(lastLines.at(-1)).toBe('0 passed, 1 failed');
    expect(said).toContain('SLUIS_REQUIRE asks for data: the real files are neither in');
  });

  it('may not be required under a name that means nothing', () => {
    expect([...requiredNeeds(' data, root ')]).toEqual(['data', 'root']);
    expect(requiredNeeds().size).toBe(0);
    expect(() => requiredNeeds('date')).toThrow(
      'SLUIS_REQUIRE takes data, root, account, postgres, servers, divided by commas',
    );
  });
});
