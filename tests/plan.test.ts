import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planText } from '../cli/plan-text.js';
import { ALL_CITY_FILES, CITY_FILES, type CityFile } from '../demo/city/city-files.js';
import { type WrittenCity, writeCitySources } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { REAL_SOURCES } from '../demo/sources.js';
import { repositoryRoot } from '../infra/home.js';
import { onboardingPlan } from '../operations/plan.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { profile, risk as RISK } from '../policy/testing/asked.js';
import { happened, planned } from './planned-way.js';
import { ALLOWED, REFUSED as REFUSED_FILES } from './real-inputs/sources.js';
import { type Stack, startStack } from './stack.js';

const NOW = '2026-11-24T12:00:00.000Z';

function sluis(...args: string[]) {
  const env = { ...process.env, LC_ALL: 'C', NO_COLOR: '1', COLUMNS: '200' };
  return spawnSync(process.execPath, ['dist/cli/main.js', 'plan', ...args], {
    cwd: repositoryRoot(),
    env,
    encoding: 'utf8',
  });
}

const contractOf = (id: string) =>
  parseContract(readFileSync(join(repositoryRoot(), `demo/contracts/${id}.yaml`), 'utf8'));
const planOf = (id: string) => onboardingPlan({ ...contractOf(id), mode: 'demo', now: NOW });

describe('sluis plan', () => {
  it('names what each zone keeps and until when, by hand count from the day of the plan', () => {
    const until = planOf('bag').zones.map(({ zone, retention, until: day }) => [zone, retention, day]);
    expect(until).toEqual([
      ['landing', 'P90D', '2027-02-22'],
      ['pseudonymised', 'P1Y', '2027-11-24'],
      ['curated', 'P5Y', '2031-11-24'],
      ['result', 'P1Y', '2027-11-24'],
    ]);
  });

  it('keeps in curated for half a year what would be restricted, by hand count, whatever the contract says', () => {
    const curatedUntil = (kMin: number) => {
      const risk = { ...RISK, kMin, quasiIdentifiers: ['buurt_code'] };
      const tried = { curated: { rows: 100, columns: [], invalid: {}, risk } };
      const plan = onboardingPlan({ ...contractOf('brp'), mode: 'demo', now: NOW, profile, tried });
      return [plan.file?.curated?.access, plan.zones.find(({ zone }) => zone === 'curated')?.until];
    };
    expect(curatedUntil(9)).toEqual(['restricted', '2027-05-24']);
    expect(curatedUntil(10)).toEqual(['open', '2027-11-24']);
  });

  it('says why two must decide, and that one suffices where nothing asks for a second', () => {
    expect(planOf('brp').deciders).toMatchObject({
      contract: ['steward', 'privacy-officer'],
      because: ['bsn'],
    });
    expect(planOf('inbrekers-den-haag').deciders.because).toEqual(['WPG', 'art10']);
    expect(planOf('bag').deciders).toMatchObject({ contract: ['steward'], because: [] });
  });

  it('says that two must decide where G0 asks for a judgement, and not that one suffices', () => {
    const assessed = {
      ...contractOf('kadaster-eigendom').contract,
      compatibility: { kind: 'assessed' } as const,
    };
    const plan = onboardingPlan({ contract: assessed, hash: 'ab'.repeat(32), mode: 'demo', now: NOW });
    const asked = plan.gates.find(({ gate }) => gate === 'G0')?.verdict?.hits.map(({ code }) => code);
    expect(asked).toContain('P04');
    expect(plan.deciders).toMatchObject({
      contract: ['steward', 'privacy-officer'],
      because: ['review-at-g0'],
    });
    const text = planText(plan, 'en');
    expect(text).toContain(
      'steward + privacy-officer: two different natural persons, because of a judgement that G0 asks for (REVIEW)',
    );
    expect(text).not.toContain('One steward decides');
  });

  it('exits 4 where a gate would refuse, and names the rules, in the language asked for', () => {
    const refused = sluis('demo/contracts/airbnb-amsterdam.yaml', '--lang', 'nl');
    expect(refused.status).toBe(4);
    expect(refused.stdout).toMatch(/G0 {2}DENY \(.*S04 DENY.*L05 DENY/);
    expect(refused.stdout).toContain('Wie besluiten');
    const allowed = sluis('demo/contracts/bag.yaml', '--json');
    expect(allowed.status).toBe(0);
    expect(JSON.parse(allowed.stdout)).toMatchObject({ source: 'bag', file: null });
    expect(sluis('--help').stdout).toContain('sluis plan mine.yaml --file january.csv');
  });
});

/** Contracts on the files of the synthetic city, the refused ones too; two describe the one tax file. */
const CITY_SOURCES = new Map<string, CityFile>([
  ...ALL_CITY_FILES.map((name): [string, CityFile] => [CITY_FILES[name].file.replace('.csv', ''), name]),
  ['belasting-huishouden-convenant', 'belasting_huishouden'],
]);
const REFUSED = ['cbs-records', 'belasting-huishouden-convenant'];

it('every contract of the demo is held against its plan: on the city here, on the real files where they are', () => {
  const contracts = readdirSync(join(repositoryRoot(), 'demo/contracts'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace('.yaml', ''));
  const onData = [...ALLOWED, ...REFUSED_FILES].map(({ contract }) => contract);
  const held = new Set([...CITY_SOURCES.keys(), ...onData, ...REAL_SOURCES.map(({ id }) => id)]);
  expect([...held].sort()).toEqual(contracts.sort());
});

describe('the plan of every source of the city, held against what then happened', () => {
  let stack: Stack;
  let city: WrittenCity<CityFile>;
  const fileOf = (id: string) => city.files[CITY_SOURCES.get(id) as CityFile];
  beforeAll(async () => {
    stack = await startStack('plan');
    const size = { persons: 3000, seed: 3, folder: join(stack.home.root, 'city') };
    city = await writeCitySources(size, ALL_CITY_FILES);
    await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
    for (const id of CITY_SOURCES.keys()) {
      const isRefused = REFUSED.includes(id);
      expect([id, await stack.onboard(id)]).toEqual([id, isRefused ? 'refused' : 'approved']);
      if (!isRefused) expect((await deliverDemo(stack.access, id, [fileOf(id)])).state.stage).toBe('curated');
    }
  }, 300_000);
  afterAll(() => stack?.stop());

  const sources = [...CITY_SOURCES.keys()];
  const both = async (id: string) =>
    [await planned(`demo/contracts/${id}.yaml`, [fileOf(id)]), await happened(stack, id)] as const;

  it.each(sources)('%s: the gates, decisions and events are the planned ones, in that order', async (id) => {
    const [plan, log] = await both(id);
    expect(log.steps).toEqual(plan.steps);
    expect(log.deciders).toEqual(plan.deciders);
  });

  it.each(sources)('%s: every gate answers with the rules, outcomes and places of the plan', async (id) => {
    const [plan, log] = await both(id);
    expect(log.answers).toEqual(plan.answers);
  });

  it.each(
    sources,
  )('%s: lineage, types, pseudonyms, invalid values and risk of every column are as planned', async (id) => {
    const [plan, log] = await both(id);
    expect(log.lineage).toEqual(plan.lineage);
    expect(log.curated).toEqual(plan.curated);
    expect(log.curated === null).toBe(REFUSED.includes(id));
  });
});
