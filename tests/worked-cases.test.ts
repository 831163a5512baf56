import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseDemo } from '../demo/releasing.js';
import { REAL_SOURCES } from '../demo/sources.js';
import { approveByAll } from '../demo/waiting.js';
import type { Actor } from '../domain/people.js';
import { type RequestState, waitingFor } from '../domain/request.js';
import type { Verdict } from '../domain/verdict.js';
import { repositoryRoot } from '../infra/home.js';
import { decideRequest } from '../operations/decide.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { type RunningTheme, runTheme } from '../operations/run-theme.js';
import { within } from '../operations/waiting.js';
import type { Contract } from '../policy/contract.js';
import { amsterdamDay } from '../policy/dates.js';
import { decide } from '../policy/decide.js';
import { derivedFacts } from './derived-facts.js';
import { DATA, describeOnData } from './needs.js';
import { queryDataset, releasedTable } from './stack.js';
import {
  type CasePart,
  type CaseStack,
  casePage,
  codesOf,
  demoContract,
  startCaseStack,
} from './worked-cases-stack.js';
import { CASE_THEMES, COUNT, PRICES_AND_SUSPECTS, TWO_DOMAINS, WAITING } from './worked-cases-themes.js';

const DAY = 24 * 3_600_000;

let stack: CaseStack;
let city: WrittenCity;

beforeAll(async () => {
  stack = await startCaseStack(CASE_THEMES);
  city = await writeCity({ persons: 3000, seed: 5, folder: join(stack.home.root, 'city') });
  await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
  const bag = withTheme(demoContract('bag'), PRICES_AND_SUSPECTS, TWO_DOMAINS);
  await curate(bag, city.files.bag);
  await curate(
    withTheme(demoContract('politie-verdachte'), PRICES_AND_SUSPECTS),
    city.files.politie_verdachte,
  );
}, 180_000);
afterAll(() => stack?.stop());

function withTheme(contract: Contract, ...more: readonly string[]): Contract {
  const purposes = contract.purposes.map((purpose) => ({ ...purpose, themes: [...purpose.themes, ...more] }));
  return { ...contract, purposes };
}

/** Through contract, decision and delivery to curated. */
async function curate(contract: Contract, file: string): Promise<void> {
  expect((await stack.submit(contract)).stage).toBe('approved');
  expect((await deliverDemo(stack.access, contract.sourceId, [file])).state.stage).toBe('curated');
}

const submission = async (requestId: string): Promise<CasePart> => ({
  heading: 'Bij de indiening van het contract',
  verdicts: await stack.verdicts(requestId),
});
const delivery = async (deliveryId: string): Promise<CasePart> => ({
  heading: 'Bij de levering',
  verdicts: await stack.verdicts(await stack.workflowOf(deliveryId)),
});
const use = async (heading: string, workflowId: string): Promise<CasePart> => ({
  heading,
  verdicts: await stack.verdicts(workflowId),
});
const all = (parts: readonly CasePart[]): readonly Verdict[] => parts.flatMap(({ verdicts }) => verdicts);

/** The page of a case is what a jurist reads; what must hold is asserted apart from it. */
async function hold(
  letter: string,
  title: string,
  parts: readonly CasePart[],
  ending: string,
): Promise<void> {
  expect(all(parts).length).toBeGreaterThan(0);
  await expect(casePage(`(${letter}) ${title}`, parts, ending)).toMatchFileSnapshot(
    `golden/verdicts/${letter}.txt`,
  );
}

describeOnData('worked cases on the real files', () => {
  const source = (id: string) => REAL_SOURCES.find((one) => one.id === id);
  const take = async (id: string) => {
    const submitted = await onboardDemo(stack.access, repositoryRoot(), source(id)?.contract ?? '');
    const delivered = await deliverDemo(stack.access, id, (await source(id)?.files(DATA)) ?? []);
    return {
      parts: [await submission(submitted.requestId), await delivery(delivered.deliveryId)],
      ...delivered,
    };
  };
  const persons = () =>
    queryDataset(stack, 'inbrekers-den-haag', 'curated', async (session) =>
      (await session.rows('SELECT person FROM data ORDER BY ALL')).map(({ person }) => String(person)),
    );

  it('(a) KWB 2024 is allowed at every gate', async () => {
    const { parts, state } = await take('cbs-kwb-2024');
    expect(state.stage).toBe('curated');
    expect(all(parts).map(({ gate, outcome }) => [gate, outcome])).toEqual(
      ['G0', 'G0', 'G1', 'G2', 'G3'].map((gate) => [gate, 'ALLOW']),
    );
    await hold('a', 'Kerncijfers wijken en buurten 2024 van het CBS, open gepubliceerd', parts, 'curated');
  });

  it('(b) burglars under wpg-22: people judge the question of origin, curated is restricted, few small cells leave', async () => {
    const { parts, state } = await take('inbrekers-den-haag');
    expect(state.stage).toBe('curated');
    expect(codesOf(all(parts), 'REVIEW')).toEqual(['C01', 'K01']);
    expect(codesOf(all(parts), 'DENY')).toEqual([]);
    const { rows } = await stack.superuser.query(
      `SELECT access FROM catalog.dataset_version WHERE dataset = 'inbrekers-den-haag' AND zone = 'curated'`,
    );
    expect(rows).toEqual([{ access: 'restricted' }]);
    for (const id of ['politie-den-haag-2017', 'den-haag-buurten']) await take(id);
    const releaseId = await releaseDemo(stack.access, 'veiligheid-den-haag');
    const homes = await releasedTable(stack, releaseId, 'verdachten-woongebied');
    const small = homes.filter(({ woonbuurt }) => woonbuurt?.startsWith('BU'));
    const hidden = small.filter(({ status }) => status === 'suppressed');
    expect(hidden.length / small.length).toBeGreaterThan(0.5);
    expect(small.filter(({ value }) => value !== '' && Number(value) > 0 && Number(value) < 10)).toEqual([]);
    const release = await use('Bij de vrijgave', releaseId);
    expect(codesOf(release.verdicts, 'DENY')).toEqual([]);
    const ending = 'curated, beperkt toegankelijk; vrijgegeven, met de meeste cijfers per buurt onderdrukt';
    await hold(
      'b',
      'Verdachten van woninginbraak onder wpg-22, voor statistiek',
      [...parts, release],
      ending,
    );
  });

  it('(i) burglars with the columns in another order get the same pseudonyms', async () => {
    const before = await persons();
    expect(new Set(before).size).toBe(290);
    const [header = '', ...lines] = (await readFile(join(DATA, 'om/TheHagueBurglars.csv'), 'utf8'))
      .trimEnd()
      .split(/\r?\n/);
    const turned = [header, ...lines].map((line) => line.split(',').reverse().join(','));
    const file = join(stack.home.root, 'andersom.csv');
    await writeFile(file, `${turned.join('\n')}\n`, { mode: 0o600 });
    const { state, deliveryId } = await deliverDemo(stack.access, 'inbrekers-den-haag', [file]);
    expect(state.stage).toBe('curated');
    expect(await persons()).toEqual(before);
    await hold(
      'i',
      'Hetzelfde bestand met de kolommen in een andere volgorde',
      [await delivery(deliveryId)],
      'curated, met dezelfde pseudoniemen',
    );
  });

  it('(k) burglars declared as areas without personal data are not believed', async () => {
    const contract: Contract = {
      ...demoContract('inbrekers-den-haag'),
      sourceId: 'inbrekers-als-gebied',
      personalData: false,
      recordUnit: 'area',
    };
    const submitted = await stack.submit(contract);
    expect(submitted.stage).toBe('approved');
    const files = (await source('inbrekers-den-haag')?.files(DATA)) ?? [];
    const deliverer = demoAccount('provider', 'demo');
    const waiting = await deliver(stack.access, { sourceId: contract.sourceId, files, deliverer });
    const { requestId } = (await within('the review', 30, async () => (await waiting.state()).review))
      .request;
    const actor = demoAccount('privacy-officer', 'demo');
    const reason = 'het bestand gaat over personen';
    await decideRequest(stack.access, { requestId, choice: 'reject', actor, reason, key: randomUUID() });
    const state = await waiting.result();
    expect([state.stage, state.codes]).toEqual(['refused', ['L01', 'C01']]);
    const parts = [await submission(submitted.requestId), await delivery(waiting.deliveryId)];
    // The question of origin is asked of what is about persons, whatever the contract calls it.
    expect(codesOf(all(parts), 'REVIEW')).toEqual(['C01', 'L01']);
    await hold(
      'k',
      'Dezelfde verdachten, aangegeven als gebieden zonder persoonsgegevens',
      parts,
      'niet geloofd: het oordeel was nee; geweigerd, in quarantaine',
    );
    // Who let it pass all the same is asked about the classes of its persons next, and nothing of it is open.
    const passed = await deliverDemo(stack.access, contract.sourceId, files);
    expect(passed.state.stage).toBe('curated');
    const { verdicts } = await delivery(passed.deliveryId);
    expect(
      codesOf(
        verdicts.filter(({ gate }) => gate === 'G3'),
        'REVIEW',
      ),
    ).toContain('K01');
    const { rows } = await stack.superuser.query(
      `SELECT access FROM catalog.dataset_version WHERE dataset = $1 AND zone = 'curated'`,
      [contract.sourceId],
    );
    expect(rows).toEqual([{ access: 'restricted' }]);
  });
});

describe('worked cases that are refused at their contract', () => {
  const refused = async (contract: Contract, codes: readonly string[], letter: string, title: string) => {
    const { requestId, stage } = await stack.submit(contract);
    expect(stage).toBe('refused');
    const parts = [await submission(requestId)];
    expect(codesOf(all(parts), 'DENY')).toEqual(expect.arrayContaining([...codes]));
    await hold(letter, title, parts, 'geweigerd; er is niets aangenomen');
  };

  it('(c) the burglars for detecting criminal behaviour: P01 and W09', async () => {
    const contract = demoContract('inbrekers-den-haag');
    const iri = 'https://w3id.org/dpv/sector/law#CriminalBehaviourDetection';
    const purposes = contract.purposes.map((purpose) => ({ ...purpose, iri }));
    const title = 'Dezelfde verdachten, om strafbaar gedrag op te sporen';
    await refused({ ...contract, version: '9.0.0', purposes }, ['P01', 'W09'], 'c', title);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['d', 'airbnb-amsterdam', 'Een bedrijf zonder overeenkomst', ['S04', 'L05']],
    ['e', 'belasting-huishouden-convenant', 'Belastinggegevens met alleen een convenant', ['W05']],
    ['f', 'cbs-records', 'Microdata van het CBS', ['W06']],
  ])('(%s) %s', async (letter, id, title, codes) => {
    await refused(demoContract(id), codes, letter, title);
  });

  it('(l) police records declared under the GDPR alone: R01', async () => {
    const contract: Contract = { ...demoContract('inbrekers-den-haag'), version: '9.0.1', regimes: ['AVG'] };
    await refused(contract, ['R01'], 'l', 'Politiegegevens, aangegeven onder de AVG alleen');
  });
});

describe('worked cases on synthetic files', () => {
  it('(j) a second delivery with a new identifying column: C03 and M01', async () => {
    const bsns = (await readFile(city.files.brp, 'utf8')).split('\n').slice(1);
    const [header = '', ...lines] = (await readFile(city.files.bag, 'utf8')).trimEnd().split('\n');
    const file = join(stack.home.root, 'bag-2.csv');
    await writeFile(file, `${header},eigenaar\n`, { mode: 0o600 });
    const rows = lines.map((line, at) => `${line},${bsns[at % bsns.length]?.split(',')[0] ?? ''}\n`);
    appendFileSync(file, rows.join(''));
    const { state, deliveryId } = await deliverDemo(stack.access, 'bag', [file]);
    expect(state.stage).toBe('refused');
    const parts = [await delivery(deliveryId)];
    const hits = all(parts).flatMap((verdict) => verdict.hits);
    expect(codesOf(all(parts), 'DENY')).toContain('C03');
    expect(hits.map(({ code }) => code)).toContain('M01');
    await hold(
      'j',
      'Een tweede levering met een nieuwe, identificerende kolom',
      parts,
      'geweigerd, in quarantaine',
    );
  });

  it('(g) prices that may not meet police data do not: side by side on the servers, through a derived table by the same facts', async () => {
    const bag = demoContract('bag');
    const prices: Contract = {
      ...withTheme(bag, PRICES_AND_SUSPECTS, TWO_DOMAINS),
      id: 'huizenprijzen',
      sourceId: 'huizenprijzen',
      title: 'Huizenprijzen van een verzonnen gemeente',
      restrictions: [
        {
          id: 'niet-met-politie',
          kind: 'combine',
          effect: 'deny',
          values: ['WPG'],
          reason: 'zo afgesproken',
        },
      ],
    };
    await curate(prices, city.files.bag);
    const state = await stack.run(PRICES_AND_SUSPECTS);
    expect([state.stage, state.codes]).toEqual(['refused', ['X02']]);
    const direct = await use('Bij het thema, naast elkaar', state.runId);

    const derived = await derivedFacts(stack, state.runId);
    const now = new Date().toISOString();
    const through = decide('G4', derived.withAncestor, now);
    expect(codesOf([through], 'DENY')).toEqual(['X02']);
    expect(codesOf([decide('G4', derived.without, now)], 'DENY')).toEqual([]);
    const parts = [
      direct,
      { heading: 'Via een afgeleide tabel (dezelfde feiten, zonder servers)', verdicts: [through] },
    ];
    await hold('g', 'Huizenprijzen, "niet met politiegegevens", met politiegegevens', parts, 'geweigerd');
  });

  it('judges pseudonyms of two domains that a theme compares by X03, and reads nothing of them', async () => {
    const state = await stack.run(TWO_DOMAINS);
    expect([state.stage, state.codes]).toEqual(['refused', ['X03']]);
    const [verdict] = await stack.verdicts(state.runId);
    const met = verdict?.hits.filter(({ code }) => code === 'X03').flatMap(({ fields }) => fields);
    expect(new Set(met)).toEqual(new Set(['bag × huizenprijzen']));
  });

  it('(m) count(*) over a table that no purpose covers: P01', async () => {
    const state = await stack.run(COUNT);
    expect([state.stage, state.codes]).toEqual(['refused', ['P01']]);
    await hold(
      'm',
      'Alleen tellen, in een bron die dit thema niet toestaat',
      [await use('Bij het thema', state.runId)],
      'geweigerd',
    );
  });

  it('(h) an agreement that ends while a delivery waits, while a theme waits, and before a run: S03, with the clock of that moment', async () => {
    const brp = withTheme(demoContract('brp'), WAITING);
    const validUntil = amsterdamDay(new Date(Date.now() + DAY).toISOString());
    const agreements = brp.agreements.map((one) => ({ ...one, validUntil }));
    const ending: Contract = { ...brp, agreements };
    await curate(ending, city.files.brp);
    const deliverer = demoAccount('provider', 'demo');
    const waiting = await deliver(stack.access, { sourceId: 'brp', files: [city.files.brp], deliverer });
    const review = await within('the review', 30, async () => (await waiting.state()).review);
    const analyst = demoAccount('analyst', 'demo');
    const counting = await runTheme(stack.access, { theme: WAITING, requester: analyst });
    const reading = await waitingReview(counting);
    stack.setDaysAhead(2);
    try {
      await approveByAll(stack.access, review.request.requestId, waitingFor(review), 'gelezen');
      const late = await waiting.result();
      await approveByAll(stack.access, reading.request.requestId, waitingFor(reading), 'gelezen');
      expect(await counting.result()).toMatchObject({ stage: 'refused', codes: ['S03'] });
      expect([late.stage, late.codes]).toEqual(['refused', ['S03']]);
      const state = await stack.run('instroom-drugs');
      expect([state.stage, state.codes]).toEqual(['refused', ['S03']]);
      const passed = await stack.verdicts(waiting.workflowId);
      expect(passed.filter(({ gate }) => gate === 'G2').map(({ outcome }) => outcome)).not.toContain('DENY');
      const parts = [
        {
          heading: 'Bij de levering; de overeenkomst eindigt terwijl zij op een besluit wacht',
          verdicts: passed,
        },
        await use('Bij een thema dat over de datum heen op een besluit wacht', counting.runId),
        await use('Bij een thema dat daarna wordt gevraagd', state.runId),
      ];
      await hold('h', 'Een overeenkomst die eindigt terwijl het werk loopt', parts, 'alle drie geweigerd');
    } finally {
      stack.setDaysAhead(0);
    }
  });

  it('a theme over restricted data waits for two others; once approved no more, changed anew, rejected never again', async () => {
    const theme = 'instroom-drugs';
    const analyst = demoAccount('analyst', 'demo');
    const asked = await runTheme(stack.access, { theme, requester: analyst });
    const review = await waitingReview(asked);
    expect((await asked.state()).codes).toEqual(['K01']);
    const { requestId, deciders, excludedOrganisations } = review.request;
    expect([requestId, deciders]).toEqual([`${asked.runId}:G4`, ['steward', 'privacy-officer']]);
    expect(excludedOrganisations.length).toBeGreaterThan(0);
    const deciding = (actor: Actor, choice: 'approve' | 'reject', request = requestId) =>
      decideRequest(stack.access, {
        ...{ requestId: request, choice, actor, reason: 'theme.yaml and its statements were read' },
        key: randomUUID(),
      });
    await expect(deciding(analyst, 'approve')).rejects.toMatchObject({ code: 'RoleMissing' });
    await expect(deciding({ ...analyst, roles: ['steward'] }, 'approve')).rejects.toMatchObject({
      code: 'FourEyes',
    });
    await deciding(demoAccount('steward', 'demo'), 'approve');
    expect((await asked.state()).stage).toBe('awaitingReview');
    await deciding(demoAccount('privacy-officer', 'demo'), 'approve');
    expect((await asked.result()).stage).toBe('ready');

    const next = await stack.run(theme);
    expect([next.stage, next.review]).toEqual(['ready', null]);
    const verdicts = await stack.verdicts(next.runId);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['CONDITIONS']);
    expect(codesOf(verdicts, 'CONDITIONS')).toContain('K01');

    await stack.changeTheme(theme, (yaml) => yaml.replace('version: 1.0.0', 'version: 1.0.1'));
    const changed = await runTheme(stack.access, { theme, requester: analyst });
    await waitingReview(changed);
    await deciding(demoAccount('steward-2', 'demo'), 'reject', `${changed.runId}:G4`);
    expect(await changed.result()).toMatchObject({ stage: 'refused', codes: ['K01'] });
    expect(await stack.run(theme)).toMatchObject({ stage: 'refused', codes: ['K01'], review: null });
    expect(
      codesOf(await stack.verdicts(`run:${theme}:${Number(changed.runId.split(':').at(-1)) + 1}`), 'DENY'),
    ).toEqual(['K01']);
  });
});

async function waitingReview(running: RunningTheme): Promise<RequestState> {
  return await within('the review of the theme', 30, async () => (await running.state()).review);
}
