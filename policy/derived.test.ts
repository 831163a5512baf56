import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompatibilityAssessment, FACTORS, widened } from './compatibility.js';
import {
  cleared,
  denies,
  derive,
  keptUntil,
  LABELS,
  NOTHING,
  type Permission,
  permits,
  SECRECY,
  type Terms,
  termsOf,
  ZONES_KEPT,
} from './derived.js';
import { isCoarseEnough, joinLevels, LEVELS } from './levels.js';
import { covers } from './purposes.js';
import { parseContract } from './schema/parse-contract.js';

const DPV = 'https://w3id.org/dpv#';
const purpose = fc.constantFrom(
  `${DPV}ProvideOfficialStatistics`,
  `${DPV}ResearchAndDevelopment`,
  `${DPV}AcademicResearch`,
);
const theme = fc.constantFrom('drugs', 'vastgoed');
const controller = fc.constantFrom('00000001002308836000', '00000001002564440000');
const permission = fc.record({ purpose, theme, controller });
const day = fc.constantFrom('2024-01-01', '2025-06-30', '2030-12-31');
const DAY = '2026-11-24';
const restriction = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constantFrom('theme' as const, 'purpose' as const),
  effect: fc.constantFrom('deny' as const, 'require-approval' as const),
  values: fc.constantFrom(['drugs'], [`${DPV}AcademicResearch`], [`${DPV}ResearchAndDevelopment`]),
  reason: fc.constant('agreed'),
});
const durations = fc.uniqueArray(fc.constantFrom('P14D', 'P1M', 'P30D', 'P1Y'), {
  minLength: 1,
  maxLength: 2,
});

/** Each through `derive` with itself, which brings lists into their normal form. */
const terms: fc.Arbitrary<Terms> = fc
  .record({
    permissions: fc.array(permission, { maxLength: 5 }),
    recipients: fc.subarray(['1', '2', '3']),
    validity: fc.record({ from: day, until: day }),
    restrictions: fc.uniqueArray(restriction, { selector: ({ id }) => id }),
    regimes: fc.subarray(['AVG', 'AWR', 'OPEN', 'WPG'] as const),
    secrecy: fc.subarray([...Object.values(SECRECY)]),
    labels: fc.subarray([...LABELS]),
    isConsentBased: fc.boolean(),
    retention: fc.record({
      landing: durations,
      pseudonymised: durations,
      curated: durations,
      result: durations,
    }),
    linkage: fc.option(fc.subarray(['d1', 'd2', 'd3'])),
    geographyYears: fc.subarray([2017, 2024]),
    minCell: fc.integer({ min: 10, max: 20 }),
    minLevel: fc.constantFrom(...LEVELS),
  })
  .map((one) => derive([one, one]));

const has = <T>(all: readonly T[], some: readonly T[]) =>
  some.every((one) => all.some((other) => JSON.stringify(other) === JSON.stringify(one)));

/** Nothing that `made` allows was forbidden in `from`, and nothing that travels was lost. */
function expectNarrower(made: Terms, from: Terms): void {
  for (const asked of made.permissions)
    if (permits(made, asked, DAY)) expect(permits(from, asked, DAY)).toBe(true);
  expect(has(from.recipients, made.recipients)).toBe(true);
  expect(made.validity.until <= from.validity.until && made.validity.from >= from.validity.from).toBe(true);
  for (const name of ['restrictions', 'regimes', 'secrecy', 'labels', 'geographyYears'] as const)
    expect(has<unknown>(made[name], from[name]), name).toBe(true);
  expect(made.isConsentBased || !from.isConsentBased).toBe(true);
  for (const zone of ZONES_KEPT)
    expect(keptUntil(made, zone, DAY) <= keptUntil(from, zone, DAY), zone).toBe(true);
  expect(from.linkage === null || has(from.linkage, made.linkage ?? ['any'])).toBe(true);
  expect(made.minCell).toBeGreaterThanOrEqual(from.minCell);
  expect(isCoarseEnough(made.minLevel, from.minLevel)).toBe(true);
}

interface Node {
  readonly own: Terms;
  /** Earlier nodes that it reads, for whichever use; none for a source. */
  readonly reads: readonly number[];
}
const graph: fc.Arbitrary<readonly Node[]> = fc
  .array(
    fc.record({
      own: terms,
      picks: fc.array(fc.nat(), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((nodes) =>
    nodes.map(({ own, picks }, index) => ({
      own,
      reads: index === 0 ? [] : picks.map((from) => from % index),
    })),
  );

/** Step by step, as the lake makes tables. */
function stepwise(nodes: readonly Node[]): readonly Terms[] {
  const made: Terms[] = [];
  for (const { own, reads } of nodes)
    made.push(reads.length === 0 ? own : derive(reads.map((from) => made[from] ?? 'unknown')));
  return made;
}

/** The sources that a node rests on. */
function sourcesOf(nodes: readonly Node[], index: number): readonly number[] {
  const reads = nodes[index]?.reads ?? [];
  return reads.length === 0 ? [index] : [...new Set(reads.flatMap((from) => sourcesOf(nodes, from)))];
}

describe('the algebra over random lineage graphs', () => {
  it('gives a table the terms of all sources below it, by however many steps', () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        stepwise(nodes).forEach((made, index) => {
          const below = sourcesOf(nodes, index).map((source) => nodes[source]?.own ?? NOTHING);
          expect(made).toEqual(derive(below));
        });
      }),
    );
  });

  it('lets no table permit what any source below it does not, nor forget what travels', () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        stepwise(nodes).forEach((made, index) => {
          for (const source of sourcesOf(nodes, index)) expectNarrower(made, nodes[source]?.own ?? NOTHING);
        });
      }),
    );
  });

  it('widens nothing by one more read', () => {
    fc.assert(
      fc.property(graph, fc.nat(), (nodes, pick) => {
        const last = nodes.length - 1;
        if (last === 0 || nodes[last]?.reads.length === 0) return;
        const more = nodes.map((node, index) =>
          index === last ? { ...node, reads: [...node.reads, pick % last] } : node,
        );
        expectNarrower(stepwise(more)[last] ?? NOTHING, stepwise(nodes)[last] ?? NOTHING);
      }),
    );
  });

  it('permits nothing where any of what was read is unknown', () => {
    fc.assert(
      fc.property(fc.array(terms, { maxLength: 3 }), permission, (inputs, asked) => {
        const made = derive([...inputs, 'unknown']);
        expect(permits(made, asked, DAY)).toBe(false);
        expect([made.permissions, made.recipients]).toEqual([[], []]);
      }),
    );
  });

  it('keeps every restriction and duty through a release; an approved clearance takes labels, and nothing else', () => {
    fc.assert(
      fc.property(terms, terms, fc.subarray([...LABELS]), fc.boolean(), (a, b, labels, approvedByTwo) => {
        const out = cleared(derive([a, b]), { labels, approvedByTwo });
        expect({ ...out, labels: [] }).toEqual({ ...derive([a, b]), labels: [] });
        const kept = derive([a, b]).labels.filter((label) => !approvedByTwo || !labels.includes(label));
        expect(out.labels).toEqual(kept);
        expectNarrower(derive([out, b]), { ...out, labels: [] });
      }),
    );
  });
});

const assessment: fc.Arbitrary<CompatibilityAssessment> = fc.record({
  permissions: fc.array(permission, { minLength: 1, maxLength: 2 }),
  factors: fc
    .subarray([...FACTORS], { minLength: FACTORS.length - 1 })
    .map((names) => Object.fromEntries(names.map((name) => [name, 'assessed']))),
  decidedBy: fc.constantFrom('the controller', ' '),
  approvedByTwo: fc.boolean(),
  on: fc.constantFrom('2026-01-01', '2026-11-25'),
  until: fc.constantFrom('2026-11-23', '2027-01-01'),
});

describe('an assessment of compatibility', () => {
  it('widens only where it is whole, approved, of this day, and of GDPR data that rests on no consent', () => {
    fc.assert(
      fc.property(terms, assessment, permission, (one, by, asked) => {
        const isPermitted = permits(one, asked, DAY);
        const isWider = permits(widened(one, by, DAY), asked, DAY);
        const secret = one.regimes.some((regime) => ['WPG', 'WJSG', 'AWR', 'CBSWET'].includes(regime));
        const names = by.permissions.some(
          ({ purpose: broad, theme: of, controller: who }) =>
            of === asked.theme && who === asked.controller && covers(broad, asked.purpose),
        );
        const may =
          one.regimes.includes('AVG') &&
          !secret &&
          !one.isConsentBased &&
          by.approvedByTwo &&
          by.decidedBy === 'the controller' &&
          Object.keys(by.factors).length === 5 &&
          by.on === '2026-01-01' &&
          by.until === '2027-01-01' &&
          names &&
          !denies(one, asked.purpose, DAY);
        expect(isWider).toBe(isPermitted || may);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the terms of the ready contracts', () => {
  const folder = new URL('../demo/contracts/', import.meta.url);
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parseContract(readFileSync(new URL(name, folder), 'utf8')).contract);
  const of = (id: string) => termsOf(all.find((one) => one.id === id) ?? (all[0] as never));

  it('carry secrecy, linkage, retention and year of geography', () => {
    const police = of('politie-verdachte');
    expect(police.secrecy).toEqual(['wpg-7']);
    expect(police.linkage).toEqual(['instroom-drugs']);
    expect(police.geographyYears).toEqual([2024]);
    expect(police.isConsentBased).toBe(false);
    expect(keptUntil(police, 'result', '2026-01-31')).toBe('2026-07-31');
    expect(of('cbs-kwb-2024').linkage).toBeNull();
  });

  it('deny what a provider denies, with all narrower terms, whatever is permitted', () => {
    const police = of('politie-verdachte');
    const [first] = police.permissions;
    const asked: Permission = {
      theme: first?.theme ?? '',
      controller: first?.controller ?? '',
      purpose: `${DPV}CounterMoneyLaundering`,
    };
    const broad = { ...police, permissions: [{ ...asked, purpose: `${DPV}FraudPreventionAndDetection` }] };
    expect(permits({ ...broad, restrictions: [] }, asked, DAY)).toBe(true);
    expect(permits(broad, asked, DAY)).toBe(false);
  });
});

describe('the terms of derived data', () => {
  it('do not depend on the order or the grouping of the inputs', () => {
    fc.assert(
      fc.property(terms, terms, terms, (a, b, c) => {
        expect(derive([c, a, b])).toEqual(derive([a, b, c]));
        expect(derive([a, derive([b, c])])).toEqual(derive([derive([a, b]), c]));
      }),
    );
  });

  it('permit only what every input permits, as one triple', () => {
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 4 }), permission, (inputs, asked) => {
        expect(permits(derive(inputs), asked, DAY)).toBe(inputs.every((one) => permits(one, asked, DAY)));
      }),
    );
  });

  it('are never widened by another input', () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        expectNarrower(derive([a, b]), a);
      }),
    );
  });

  it('of nothing permit nothing', () => {
    fc.assert(
      fc.property(terms, permission, (a, asked) => {
        expect(permits(derive([]), asked, DAY)).toBe(false);
        expect(permits(derive([a, NOTHING]), asked, DAY)).toBe(false);
      }),
    );
  });
});

describe('levels', () => {
  it.each([
    ['buurt', 'wijk', 'wijk'],
    ['gemeente', 'riec', 'riec'],
    ['riec', 'politie-eenheid', 'land'],
    ['pc4', 'wijk', 'land'],
    ['pc4', 'pc4', 'pc4'],
  ] as const)('of %s and %s is %s', (a, b, joined) => {
    expect(joinLevels(a, b)).toBe(joined);
    expect(joinLevels(b, a)).toBe(joined);
  });
});
