import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function check(id: string, ...flags: string[]) {
  const args = ['dist/cli/main.js', 'check', `demo/contracts/${id}.yaml`, '--json', ...flags];
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  const { verdict, deciders } = JSON.parse(stdout);
  const codes: string[] = verdict.hits.map(({ code }: { code: string }) => code);
  return { status, outcome: verdict.outcome, codes, deciders, fictitious: verdict.fictitious };
}

const STEWARD = ['steward'];
const BOTH = ['steward', 'privacy-officer'];

describe('the kinds of source that the City Deal names, at submission', () => {
  it.each([
    ['permits', 'vergunning', 'CONDITIONS', ['P03'], STEWARD],
    ['home purchases', 'kadaster-transactie', 'CONDITIONS', ['P03'], STEWARD],
    ['energy', 'energie', 'ALLOW', [], STEWARD],
    ['crime', 'politie-verdachte', 'CONDITIONS', ['C04', 'P03'], BOTH],
    ['convictions', 'om-vonnis', 'CONDITIONS', ['C04', 'P03'], BOTH],
    ['neighbourhood data', 'cbs-kwb-2024', 'ALLOW', [], STEWARD],
    ['tax', 'belasting-huishouden', 'CONDITIONS', ['P03'], BOTH],
    ['a private company', 'hypotheek', 'ALLOW', [], STEWARD],
    ['tax under a covenant only', 'belasting-huishouden-convenant', 'DENY', ['P03', 'W05'], BOTH],
    ['a private company without papers', 'airbnb-amsterdam', 'DENY', ['S04', 'L05', 'P03'], STEWARD],
  ])('%s (%s): %s %j', (_, id, outcome, codes, deciders) => {
    const found = check(id);
    expect({ ...found, codes: [...found.codes].sort() }).toMatchObject({
      status: outcome === 'DENY' ? 4 : 0,
      outcome,
      codes: [...codes].sort(),
      deciders,
    });
  });

  it('rest on fictitious papers and are refused outside the demo, but for the licence of Statistics Netherlands', () => {
    expect(check('om-vonnis', '--production')).toMatchObject({ status: 4, fictitious: true });
    expect(check('cbs-kwb-2024', '--production')).toMatchObject({
      status: 0,
      outcome: 'ALLOW',
      fictitious: false,
    });
  });
});
