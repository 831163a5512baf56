import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunRequested } from '../../../catalog/event-bodies.js';
import { asking, digest, staff } from '../../../catalog/testing/life-parts.js';
import type { Json } from '../../../domain/canonical-json.js';
import type { DatasetColumn } from '../../../domain/dataset.js';
import { sha256Json } from '../../../domain/digest.js';
import type { Role } from '../../../domain/names.js';
import { decide } from '../../../policy/decide.js';
import type { InputFacts } from '../../../policy/facts.js';
import { ORGANISATIONS } from '../../../policy/organisations.js';
import { parseLinkageDomain } from '../../../policy/schema/parse-contract.js';
import { bundleTheme, type ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import { brp, demo, NOW } from '../../../policy/testing/asked.js';
import { withClient } from '../../catalog-session.js';
import { controlDeps } from '../../testing/data-stage.js';
import { stageForTests } from '../../testing/stage.js';
import type { ThemeTable } from '../../theme-tables.js';
import { askedFacts } from './run-facts.js';

const stage = stageForTests();
const LINKAGE_FILE = new URL('../../../demo/linkage-domains/instroom-drugs.yaml', import.meta.url);
const { linkage: DOMAIN } = parseLinkageDomain(readFileSync(LINKAGE_FILE, 'utf8'));
const [CONTROLLER = ''] = DOMAIN.controllers;
const police = demo('politie-verdachte');
const POLICE = police.roles.find(({ role }) => role === 'provider')?.oin ?? '';

/** Residents and homes are of one provider, suspects of another; a suspect has a pseudonym of a second domain too. */
const tagged = (name: string, domain: string, entityType: string): DatasetColumn => ({
  name,
  type: 'text',
  role: 'direct-id',
  pseudonym: { domain, entityType, epoch: 1 },
});
const columns = (...own: readonly DatasetColumn[]): readonly DatasetColumn[] => [
  tagged('person', DOMAIN.id, 'bsn'),
  { name: 'wijk', type: 'text', role: 'dimension' },
  ...own,
];
const TABLES: readonly ThemeTable[] = [
  {
    name: 'residents',
    dataset: 'brp',
    version: digest('1'),
    columns: columns(tagged('firm', DOMAIN.id, 'kvk')),
  },
  { name: 'homes', dataset: 'woz', version: digest('2'), columns: columns() },
  {
    name: 'suspects',
    dataset: 'politie-verdachte',
    version: digest('3'),
    columns: columns(tagged('alone', 'politie-verdachte', 'bsn'), tagged('firm', DOMAIN.id, 'kvk')),
  },
];
const input = (dataset: string, contract: InputFacts['contract']): InputFacts => ({
  ...{ dataset, version: digest('0'), contract, ancestors: [], columns: [], restricted: false },
  lineage: 'complete',
});
const INPUTS = [input('brp', brp), input('woz', brp), input('politie-verdachte', police)];

/** A theme of these statements over the three tables, within this linkage domain or none. */
function themeOf(statements: readonly string[], linkageDomain?: string): ThemeBundle {
  const yaml = `
kind: theme
id: instroom-drugs
version: 1.0.0
title: Een thema van een proef
question: Wat ontmoet elkaar?
purpose: ${DOMAIN.purpose}
${linkageDomain === undefined ? '' : `linkageDomain: ${linkageDomain}`}
minimumLevel: wijk
geography: { year: 2024, inputs: [] }
method: Tellen wie er is.
limits: [Een patroon is geen verdenking.]
sources: [Verzonnen gegevens van een proef.]
inputs:
${TABLES.map(({ name, dataset }) => `  - { dataset: ${dataset}, table: ${name}, columns: [{ name: person, why: Alleen voor deze proef. }] }`).join('\n')}
parameters: []
outputs:
${statements.map((_, at) => `  - { id: out${at}, title: Een tabel van een proef, query: out${at}.sql, protection: restricted }`).join('\n')}
`;
  const files = new Map(statements.map((sql, at) => [`out${at}.sql`, sql]));
  return bundleTheme((file) => (file === 'theme.yaml' ? yaml : (files.get(file) ?? null)));
}

/** What control tells the gate of such a theme, and which rules on linkage it answers with. */
async function asked(...theme: Parameters<typeof themeOf>) {
  const bundle = themeOf(...theme);
  const request: RunRequested = {
    ...{
      runId: 'run-1',
      theme: bundle.theme.id,
      themeHash: bundle.hash,
      purpose: DOMAIN.purpose,
      inputs: [],
    },
    requester: { ...staff('e', 'analyst'), organisation: CONTROLLER },
  };
  const deps = controlDeps(stage());
  const facts = await withClient(deps.pool, (client) =>
    askedFacts(client, deps, request, { bundle, tables: TABLES, inputs: INPUTS }),
  );
  const run = { ...facts, inputs: INPUTS.filter(({ dataset }) => dataset !== 'woz') };
  const { hits } = decide('G4', { mode: 'demo', organisations: ORGANISATIONS, run }, NOW);
  const fired = hits.map(({ code }) => code).filter((code) => ['X03', 'X05'].includes(code));
  const pairs = facts.comparedPseudonyms.map((pair) =>
    pair.map(({ domain, entityType }) => `${domain}/${entityType}`).join(' × '),
  );
  return {
    fired: [...new Set(fired)],
    pairs: [...new Set(pairs)],
    keys: facts.linkedKeys,
    linkage: facts.linkage,
  };
}

const BSN = `${DOMAIN.id}/bsn × ${DOMAIN.id}/bsn`;
const KVK = `${DOMAIN.id}/kvk × ${DOMAIN.id}/kvk`;

describe('what a gate is told of the persons that a theme links', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
    ['nobody, where one table is counted', ['SELECT count(DISTINCT person) AS n FROM suspects'], [], [], []],
    [
      'nobody, where two providers meet by area alone',
      ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.wijk = s.wijk'],
      [],
      [],
      [],
    ],
    [
      'a key and no meeting of providers, where both tables are of one',
      ['SELECT count(*) AS n FROM residents r JOIN homes h ON r.person = h.person'],
      [],
      ['bsn'],
      [],
    ],
    [
      'a join across providers',
      ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.person = s.person'],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'a join through a subquery',
      ['SELECT count(*) AS n FROM (SELECT person FROM residents) r JOIN suspects s ON r.person = s.person'],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'a semi-join',
      ['SELECT count(*) AS n FROM residents WHERE person IN (SELECT person FROM suspects)'],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'whoever stands in neither',
      [
        'SELECT count(*) AS n FROM residents r WHERE NOT EXISTS (SELECT 1 FROM suspects s WHERE s.person = r.person)',
      ],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'a union, whose persons are counted once',
      [
        'SELECT count(DISTINCT person) AS n FROM (SELECT person FROM residents UNION ALL SELECT person FROM suspects) b',
      ],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'one value made of both, though nothing compares them',
      ['SELECT coalesce(r.person, s.person) AS person FROM residents r JOIN suspects s ON r.wijk = s.wijk'],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'the far end of a chain within one provider',
      [
        `SELECT count(*) AS n FROM residents r JOIN homes h ON r.person = h.person
         JOIN suspects s ON h.person = s.person`,
      ],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'the second statement of two',
      [
        'SELECT count(*) AS n FROM residents',
        'SELECT count(*) AS n FROM homes h JOIN suspects s ON h.person = s.person',
      ],
      [BSN],
      ['bsn'],
      ['X05'],
    ],
    [
      'each key of two by which they meet',
      ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.person = s.person AND r.firm = s.firm'],
      [BSN, KVK],
      ['bsn', 'kvk'],
      ['X05'],
    ],
    [
      'pseudonyms of two domains, which match nobody',
      ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.person = s.alone'],
      [`${DOMAIN.id}/bsn × politie-verdachte/bsn`],
      ['bsn'],
      ['X03'],
    ],
    [
      'pseudonyms of two domains within one table too',
      ['SELECT count(*) AS n FROM suspects WHERE person = alone'],
      [`${DOMAIN.id}/bsn × politie-verdachte/bsn`],
      ['bsn'],
      ['X03'],
    ],
  ])('is %s', async (_, statements, pairs, keys, fired) => {
    const told = await asked(statements);
    expect({ pairs: told.pairs, keys: told.keys, fired: told.fired }).toEqual({ pairs, keys, fired });
  });
});

const ACROSS = ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.person = s.person'];
const BOTH: readonly Role[] = ['steward', 'privacy-officer'];
const steward = staff('b', 'steward');
const officer = staff('c', 'privacy-officer');

interface Decided {
  readonly deciders?: readonly Role[];
  readonly by?: readonly ReturnType<typeof staff>[];
  /** Another text than the one whose digest people decided on. */
  readonly text?: { readonly title: string };
  readonly isClosed?: boolean;
}

/** Submits the domain of the demo under a name of its own, has it decided on, and closes it as approved. */
async function decidedDomain(
  id: string,
  { deciders = BOTH, by = [steward, officer], text, isClosed = true }: Decided,
): Promise<void> {
  const linkage = { ...DOMAIN, id };
  const linkageHash = sha256Json(linkage as unknown as Json);
  const requestId = `onboard:${id}:1`;
  await stage().append('linkageSubmitted', {
    ...asking(requestId, linkageHash, deciders),
    ...{ linkageId: id, linkageHash, linkage: { ...linkage, ...text } },
    submitter: staff('a', 'steward'),
  });
  for (const one of by)
    await stage().append('decisionRecorded', {
      ...{ requestId, key: `${id} ${one.ref}`, choice: 'approve', by: one, reason: 'read' },
      subjectHash: linkageHash,
    });
  if (!isClosed) return;
  const closes = { kind: 'linkage', linkageHash } as const;
  await stage().append('onboardingApproved', { requestId, closes, codes: [] });
}

describe('the linkage domain of a theme', () => {
  it('is no fact where the theme names none, where it names one that nobody submitted, or that still waits', async () => {
    await decidedDomain('waiting', { by: [steward], isClosed: false });
    for (const name of [undefined, 'nobody-knows', 'waiting']) {
      const { linkage, fired } = await asked(ACROSS, name);
      expect([linkage, fired]).toEqual([undefined, ['X05']]);
    }
  });

  it.each<[string, Decided, boolean]>([
    ['a steward and a privacy officer decided', {}, true],
    ['one role alone was asked', { deciders: ['steward'], by: [steward] }, false],
    ['one of both has decided', { by: [steward] }, false],
    ['one person decided in both roles', { by: [steward, { ...officer, ref: steward.ref }] }, false],
    ['who submitted it decided', { by: [staff('a', 'steward'), officer] }, false],
    ['staff of a provider decided', { by: [steward, { ...officer, organisation: POLICE }] }, false],
    ['another text stands there than they decided on', { text: { title: 'another' } }, false],
  ])('counts by who decided, and on what: %s', async (name, decided, isApproved) => {
    const id = `domain-${name.replaceAll(/[^a-z]+/g, '-')}`;
    await decidedDomain(id, decided);
    const { linkage, fired } = await asked(ACROSS, id);
    expect(linkage?.approvedByTwo).toBe(isApproved);
    expect(linkage?.domain.id).toBe(id);
    expect(fired).toEqual(['X05']);
  });

  it('lets persons of two providers meet in its own pseudonyms, and in no others, once it is approved', async () => {
    await decidedDomain(DOMAIN.id, {});
    expect((await asked(ACROSS, DOMAIN.id)).fired).toEqual([]);
    const firms = ['SELECT count(*) AS n FROM residents r JOIN suspects s ON r.firm = s.firm'];
    expect((await asked(firms, DOMAIN.id)).fired).toEqual(['X05']);
    expect((await asked(ACROSS)).fired).toEqual(['X05']);
  });
});
