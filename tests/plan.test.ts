import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planText } from '../cli/plan-text.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { repositoryRoot } from '../infra/home.js';
import { onboardingPlan } from '../operations/plan.js';
import { parseContract } from '../policy/schema/parse-contract.js';
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

describe('the plan of a source, held against what then happened', () => {
  let stack: Stack;
  let city: WrittenCity;
  beforeAll(async () => {
    stack = await startStack('plan');
    city = await writeCity({ persons: 3000, seed: 3, folder: join(stack.home.root, 'city') });
    await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
    for (const id of ['bag', 'brp'] as const) {
      expect(await stack.onboard(id)).toBe('approved');
      expect((await deliverDemo(stack.access, id, [city.files[id]])).state.stage).toBe('curated');
    }
  }, 120_000);
  afterAll(() => stack?.stop());

  interface Told {
    readonly type: string;
    readonly gate: string | null;
    readonly role: string | null;
  }
  const eventsOf = async (id: string): Promise<Told[]> => {
    const { rows } = await stack.superuser.query<Told>(
      `SELECT type, body->>'gate' AS gate, body->'by'->>'as' AS role FROM catalog.event
       WHERE workflow_id LIKE 'onboard:' || $1 || ':%' OR workflow_id LIKE 'deliver:' || $1 || ':%' ORDER BY seq`,
      [id],
    );
    return rows;
  };

  it.each([
    'bag',
    'brp',
  ])('%s: the events are the stages, each after the gates that the plan names', async (id) => {
    const planned = planOf(id).stages.flatMap(({ event, gates }) => [...gates, event]);
    const events = await eventsOf(id);
    const passed = events.filter(({ type }) => planned.includes(type as never) || type === 'gateAsked');
    // A gate that asked people is asked again after they have decided.
    const happened = passed.map(({ type, gate }) => (type === 'gateAsked' ? gate : type));
    const once = happened.filter((one, at) => one !== happened[at - 1]);
    expect(once).toEqual(planned);
    const others = events.filter(({ type }) => !passed.some((one) => one.type === type));
    expect([...new Set(others.map(({ type }) => type))].filter((type) => !BY_PEOPLE.includes(type))).toEqual(
      [],
    );
  });
  const BY_PEOPLE = ['decisionRecorded', 'reviewRequested', 'requestApproved'];

  it.each(['bag', 'brp'])('%s: who decided are the roles that the plan names', async (id) => {
    const { deciders } = planOf(id);
    const { rows } = await stack.superuser.query<{ kind: string; roles: string[] }>(
      `SELECT r.kind, array_agg(d.role ORDER BY d.seq) AS roles FROM catalog.request r
       JOIN catalog.decision d USING (request_id) WHERE r.source_id = $1 GROUP BY r.request_id, r.kind ORDER BY r.kind`,
      [id],
    );
    const asked = Object.fromEntries(rows.map(({ kind, roles }) => [kind, roles]));
    expect(asked.contract).toEqual(deciders.contract);
    expect(asked.review ?? deciders.review).toEqual(deciders.review);
  });

  it.each(['bag', 'brp'])('%s: lineage and pseudonyms of every column are as planned', async (id) => {
    const { columns, pseudonyms } = planOf(id);
    const { rows } = await stack.superuser.query(
      `SELECT e.from_column, e.to_column, e.subtype, e.masking FROM catalog.column_edge e
       JOIN catalog.dataset_version v ON v.version = e.to_version AND v.run_id = e.run_id
       WHERE v.dataset = $1 AND v.zone = 'pseudonymised' ORDER BY e.from_column`,
      [id],
    );
    const planned = columns.flatMap(({ source, name, lineage }) =>
      lineage === null
        ? []
        : [{ from_column: source, to_column: name, subtype: lineage.subtype, masking: lineage.masking }],
    );
    expect(rows).toEqual(planned.sort((a, b) => (a.from_column < b.from_column ? -1 : 1)));
    const made = await stack.superuser.query<{
      columns: { pseudonym?: { domain: string; entityType: string } }[];
    }>(
      `SELECT manifest->'columns' AS columns FROM catalog.dataset_version WHERE dataset = $1 AND zone = 'curated'`,
      [id],
    );
    const tags = (made.rows[0]?.columns ?? []).flatMap(({ pseudonym }) => pseudonym ?? []);
    expect(new Set(tags.map(({ domain }) => domain))).toEqual(new Set([pseudonyms.domain]));
    expect([...new Set(tags.map(({ entityType }) => entityType))].sort()).toEqual(pseudonyms.entityTypes);
  });

  it.each([
    'bag',
    'brp',
  ])('%s: at every gate of the way each rule that spoke is one that the plan asks there', async (id) => {
    const { rows } = await stack.superuser.query<{ gate: string; outcome: string; codes: string[] }>(
      `SELECT gate, outcome, codes FROM catalog.gate_verdict WHERE workflow_id LIKE '%:' || $1 || ':%'
       OR subject_id IN (SELECT delivery_id FROM catalog.delivery WHERE source_id = $1)`,
      [id],
    );
    const plan = planOf(id);
    for (const { gate, codes } of rows) {
      const asked = plan.gates.find((one) => one.gate === gate)?.rules ?? [];
      expect([gate, codes.filter((code) => !asked.includes(code))]).toEqual([gate, []]);
    }
    const told = plan.gates[0]?.verdict;
    const first = rows.find(({ gate }) => gate === 'G0');
    expect([told?.outcome, told?.hits.map(({ code }) => code)]).toEqual([first?.outcome, first?.codes]);
  });
});
