import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crimeTruth } from '../demo/city/truth/crime-truth.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { onboardDemo } from '../demo/onboarding.js';
import { releaseDemo, runDemo } from '../demo/releasing.js';
import { sourceReport } from '../demo/source-report.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { sha256Text } from '../domain/digest.js';
import type { Zone } from '../domain/names.js';
import { readConfig } from '../infra/config.js';
import { repositoryRoot } from '../infra/home.js';
import { s3ObjectStore } from '../lake/s3-object-store.js';
import { decideRequest } from '../operations/decide.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { type LineageNode, lineage, parseLineageTarget } from '../operations/lineage.js';
import { readProtected } from '../operations/read-protected.js';
import { requestRelease } from '../operations/release.js';
import { shownNow } from '../operations/shown-state.js';
import { verifyAudit } from '../operations/verify.js';
import { excludedOrganisations } from '../policy/deciders.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { forgeRelease, PATIENCE, refusalOf, startForged } from './forged-requests.js';
import { attackReleased, keptWide } from './outside-attack.js';
import { bytesOf, keysOf, queryDataset, releasedTable, type Stack, startStack, textOfZone } from './stack.js';

let stack: Stack;
let city: WrittenCity;
let releaseId = '';
const SIZE = { persons: 20_000, seed: 7 };
const truth = crimeTruth(SIZE);

beforeAll(async () => {
  stack = await startStack('whole-way');
  city = await writeCity({ ...SIZE, folder: join(stack.home.root, 'city') });
  await onboardDemo(stack.access, repositoryRoot(), 'demo/linkage-domains/instroom-drugs.yaml');
  for (const id of ['brp', 'politie-verdachte']) {
    expect(await stack.onboard(id)).toBe('approved');
    const file = city.files[id === 'brp' ? 'brp' : 'politie_verdachte'];
    expect((await deliverDemo(stack.access, id, [file])).state.stage).toBe('curated');
  }
  releaseId = await releaseDemo(stack.access, 'instroom-drugs');
}, 240_000);
afterAll(() => stack?.stop());

/** Distinct values of a column, read without the product's readers. */
async function distinctIn(file: string, column: number): Promise<Set<string>> {
  const [, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return new Set(lines.map((line) => line.split(',')[column] ?? ''));
}

describe('the synthetic city on the way to a release', () => {
  it('has as many pseudonyms as persons in each source, and the same person has one in both', async () => {
    const [inBrp, inPolice] = [
      await distinctIn(city.files.brp, 0),
      await distinctIn(city.files.politie_verdachte, 0),
    ];
    const persons = (id: string) =>
      queryDataset(stack, id, 'curated', async (session) => {
        const rows = await session.rows('SELECT DISTINCT person FROM data');
        return new Set(rows.map(({ person }) => String(person)));
      });
    const [brp, police] = [await persons('brp'), await persons('politie-verdachte')];
    expect([brp.size, police.size]).toEqual([inBrp.size, inPolice.size]);
    const both = [...inPolice].filter((bsn) => inBrp.has(bsn)).length;
    expect([...police].filter((person) => brp.has(person)).length).toBe(both);
  });

  it('holds no BSN in any zone behind the vault', async () => {
    const bsns = await distinctIn(city.files.brp, 0);
    for (const zone of ['pseudonymised', 'curated', 'result', 'released', 'audit'] as const) {
      const numbers = (await textOfZone(stack, zone)).match(/\b[0-9]{9}\b/g) ?? [];
      expect(numbers.filter((number) => bsns.has(number)).length).toBe(0);
    }
  });

  it('publishes exactly the inflow that was planted, wherever it publishes', async () => {
    const table = await releasedTable(stack, releaseId, 'instroom');
    const known = new Map(truth.inflow.map((cell) => [`${cell.wijk} ${cell.year}`, cell.firstTimeDrugs]));
    const cells = table.filter(({ wijk, jaar }) => known.has(`${wijk} ${jaar}`));
    const published = cells.filter(({ status }) => status === 'published');
    expect(published.length).toBeGreaterThanOrEqual(10);
    for (const { wijk, jaar, value } of published) expect(Number(value)).toBe(known.get(`${wijk} ${jaar}`));
  });

  it('shows the planted pattern: every raised wijk has a higher rate than every other that is published', async () => {
    const rates = await releasedTable(stack, releaseId, 'instroom-per-1000');
    const total = rates.filter(({ jaar, wijk, status }) => {
      return jaar === 'Totaal' && wijk?.startsWith('WK') && status === 'published';
    });
    const raised = total.filter(({ wijk }) => truth.raisedWijken.includes(wijk ?? ''));
    const others = total.filter(({ wijk }) => !truth.raisedWijken.includes(wijk ?? ''));
    expect(raised.length).toBe(truth.raisedWijken.length);
    expect(Math.min(...raised.map(({ value }) => Number(value)))).toBeGreaterThan(
      Math.max(...others.map(({ value }) => Number(value))),
    );
  });

  it('publishes no figure of one to nine persons, and none that the margins give away', async () => {
    const planted = truth.inflow.filter(({ firstTimeDrugs: n }) => n > 0 && n < 10);
    const few = new Map(planted.map((cell) => [`${cell.wijk},${cell.year}`, cell.firstTimeDrugs]));
    expect(few.size).toBeGreaterThan(0);
    for (const output of ['instroom', 'inwoners']) {
      const table = await releasedTable(stack, releaseId, output);
      expect(table.filter(({ value }) => value !== '' && Number(value) > 0 && Number(value) < 10)).toEqual(
        [],
      );
      const attack = await attackReleased(stack, releaseId, output, [
        { column: 'wijk', total: 'Totaal', areas: true },
        { column: 'jaar', total: 'Totaal' },
      ]);
      expect(attack.findings).toEqual([]);
      expect(attack.hidden).toBe(table.filter(({ status }) => status === 'suppressed').length);
      if (output === 'instroom') expect(keptWide(attack, few)).toBe(few.size);
    }
  });

  it('keeps every zone but the released one from people, and the released one from being written by them', async () => {
    const { buckets, ...s3 } = readConfig(stack.home, 'person').s3;
    const as = (zone: Zone) => s3ObjectStore({ ...s3, bucket: buckets[zone] });
    for (const zone of ['landing', 'pseudonymised', 'curated', 'result', 'audit'] as const) {
      const [key = 'checkpoint'] = await keysOf(stack, zone === 'result' ? 'instroom-drugs' : 'brp', zone);
      await expect(as(zone).get(key)).rejects.toMatchObject({ code: 'TokenRefused' });
    }
    const [key = ''] = await keysOf(stack, 'instroom-drugs', 'released');
    expect((await bytesOf(as('released'), key)).length).toBeGreaterThan(0);
    await expect(as('released').put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'TokenRefused' });
  });

  it('traces one released figure to the landed files of both sources', async () => {
    const tree = await lineage(stack.access, parseLineageTarget('instroom-drugs.instroom.value'), {
      direction: 'up',
      depth: 64,
    });
    const leaves = (node: LineageNode): LineageNode[] =>
      node.next.length === 0 ? [node] : node.next.flatMap(leaves);
    const landed = leaves(tree);
    expect(new Set(landed.map(({ zone }) => zone))).toEqual(new Set(['landing']));
    expect(new Set(landed.map(({ dataset }) => dataset))).toEqual(new Set(['brp', 'politie-verdachte']));
    const digest = createHash('sha256')
      .update(await readFile(city.files.brp))
      .digest('hex');
    const hash = createHash('sha256')
      .update(JSON.stringify([digest]))
      .digest('hex');
    expect(landed.filter(({ dataset }) => dataset === 'brp').map(({ version }) => version)).toContain(hash);
  });

  it('gives the same versions again for the same bytes, and adds no object', async () => {
    const before = await keysOf(stack, 'brp', 'curated');
    const count = async () => {
      let keys = 0;
      for await (const _ of stack.zone('curated').list('brp/')) keys += 1;
      return keys;
    };
    const objects = await count();
    const again = await deliverDemo(stack.access, 'brp', [city.files.brp]);
    expect(again.state.stage).toBe('curated');
    expect(await keysOf(stack, 'brp', 'curated')).toEqual(before);
    expect(await count()).toBe(objects);
    const told = await sourceReport(stack.access, 'brp');
    expect(told).toMatchObject({ stage: 'curated', rowsIn: city.rows.brp, rowsOut: city.rows.brp });
  });
});

describe('what is refused on the way', () => {
  it('refuses tax data under a covenant and records of Statistics Netherlands before a byte is taken', async () => {
    for (const id of ['belasting-huishouden-convenant', 'cbs-records']) {
      expect(await stack.onboard(id)).toBe('refused');
      const source = {
        sourceId: id,
        files: [city.files.cbs_records],
        deliverer: demoAccount('provider', 'demo'),
      };
      await expect(deliver(stack.access, source)).rejects.toMatchObject({ code: 'PolicyRefused' });
    }
  });

  it('quarantines a delivery with an identifying column that the contract does not know', async () => {
    expect(await stack.onboard('bag')).toBe('approved');
    const { state } = await deliverDemo(stack.access, 'bag', [city.files.brp]);
    expect(state.stage).toBe('refused');
    expect(state.codes).toEqual(expect.arrayContaining(['C03', 'M02']));
    const { rows } = await stack.superuser.query(
      `SELECT zone, breach_assessment FROM catalog.quarantine WHERE source_id = 'bag'`,
    );
    expect(rows).toEqual([{ zone: 'landing', breach_assessment: 'opened' }]);
  });

  it('lets only those who decide read a release before it leaves, and no analyst decide on their own', async () => {
    const analyst = demoAccount('analyst', 'demo');
    const run = await runDemo(stack.access, 'instroom-drugs');
    const releasing = await requestRelease(stack.access, { runId: run.runId, requester: analyst });
    while ((await releasing.state()).request === null)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const decide = (account: string) =>
      decideRequest(stack.access, {
        requestId: releasing.releaseId,
        choice: 'approve',
        actor: { ...demoAccount(account, 'demo'), roles: ['output-checker'] },
        reason: 'mine',
        key: createHash('sha256').update(account).digest('hex'),
      });
    const read = (account: string, roles = demoAccount(account, 'demo').roles) =>
      readProtected(stack.access, releasing.releaseId, { ...demoAccount(account, 'demo'), roles });
    await expect(read('analyst')).rejects.toMatchObject({ code: 'RoleMissing' });
    await expect(read('analyst', ['output-checker'])).rejects.toMatchObject({ code: 'FourEyes' });
    const checked = await read('output-checker-2');
    const published = await releasedTable(stack, releaseId, 'instroom');
    const lines =
      checked.tables
        .find(({ output }) => output === 'instroom')
        ?.csv.trimEnd()
        .split('\n') ?? [];
    expect(lines.slice(1).map((line) => line.split(',').at(-2))).toEqual(published.map(({ value }) => value));
    expect(checked.report).toMatchObject({ fewestUnits: expect.any(Number) });
    const { rows: readings } = await stack.superuser.query(
      `SELECT actor FROM catalog.event WHERE type = 'protectedTablesRead' AND body->>'releaseId' = $1`,
      [releasing.releaseId],
    );
    expect(readings.length).toBe(1);
    await expect(decide('analyst')).rejects.toMatchObject({ code: 'FourEyes' });
    expect((await releasing.state()).stage).toBe('awaitingDecision');
  });
});

describe('a client that goes round the operations', () => {
  const analyst = demoAccount('analyst', 'demo');

  it('gets nothing released by people of its own choice', async () => {
    const handle = await forgeRelease(stack, 'release:forged:1');
    const request = async () => (await shownNow(handle)).request;
    while ((await request()) === null) await new Promise((resolve) => setTimeout(resolve, 100));
    const decision = {
      key: createHash('sha256').update('forged').digest('hex'),
      choice: 'approve',
      actor: demoAccount('analyst-2', 'demo'),
      as: 'analyst',
      reason: 'mine',
      subjectHash: (await request())?.request.subjectHash,
    };
    await handle.executeUpdate('decideRelease', { args: [decision] });
    expect(await handle.result()).toMatchObject({ stage: 'refused', codes: ['S02'] });
  });

  it('gets no release decided by the staff of a provider of what it rests on', async () => {
    const [police = ''] = excludedOrganisations(
      parseContract(await readFile(join(repositoryRoot(), 'demo/contracts/politie-verdachte.yaml'), 'utf8'))
        .contract,
    );
    const deciders = ['output-checker', 'privacy-officer'];
    const handle = await forgeRelease(stack, 'release:forged:4', deciders);
    const request = async () => (await shownNow(handle)).request;
    while ((await request()) === null) await new Promise((resolve) => setTimeout(resolve, 100));
    const decide = async (account: string, organisation: string) => {
      const actor = { ...demoAccount(account, 'demo'), organisation };
      const key = createHash('sha256').update(`forged ${account} ${organisation}`).digest('hex');
      const subjectHash = (await request())?.request.subjectHash;
      const decision = { key, choice: 'approve', actor, as: actor.roles[0], reason: 'read', subjectHash };
      return await handle.executeUpdate<{ stage: string }, [object]>('decideRelease', { args: [decision] });
    };
    await expect(decide('output-checker', police)).rejects.toMatchObject({ cause: { type: 'FourEyes' } });
    const { organisation } = demoAccount('output-checker', 'demo');
    expect(await decide('output-checker', organisation)).toMatchObject({ stage: 'awaitingDecision' });
    await expect(decide('privacy-officer', police)).rejects.toMatchObject({ cause: { type: 'FourEyes' } });
    await handle.terminate('the test has seen what it came for');
  });

  it('gets no result judged by the inputs of another run', async () => {
    const other = await stack.superuser.query<{ version: string }>(
      `SELECT version FROM catalog.dataset_version WHERE dataset = 'brp' AND zone = 'curated' LIMIT 1`,
    );
    const handle = await forgeRelease(stack, 'release:forged:2', undefined, {
      resultVersion: other.rows[0]?.version,
    });
    expect(await handle.result()).toMatchObject({ stage: 'refused' });
  });

  it('gets no contract or linkage domain before people that is not whole, or bears another hash', async () => {
    const text = await readFile(join(repositoryRoot(), 'demo/contracts/brp.yaml'), 'utf8');
    const { contract, hash } = parseContract(text);
    const { personalData: _, ...lacking } = contract;
    const submit = (
      id: string,
      subjectHash: string,
      subject: object,
      submitter = demoAccount('steward', 'demo'),
    ) => {
      const request = {
        requestId: id,
        subjectHash,
        deciders: ['steward', 'privacy-officer'],
        submitter,
      };
      const submission = { request, requestNumber: 901, decideBefore: '2099-01-01T00:00:00.000Z', subject };
      return startForged(stack, 'onboardSource', id, { submission, ...PATIENCE });
    };
    const forged = sha256Text(canonicalJson(lacking as never));
    const submitted = [
      await submit('onboard:forged:1', forged, { kind: 'contract', contract: lacking }),
      await submit('onboard:forged:2', 'f'.repeat(64), { kind: 'contract', contract }),
      await submit('onboard:forged:3', hash, {
        kind: 'contract',
        contract: { ...contract, version: '9.9.9' },
      }),
      // Whole, and under its own hash, but by somebody who may submit nothing.
      await submit('onboard:forged:4', hash, { kind: 'contract', contract }, analyst),
    ];
    expect(await Promise.all(submitted.map(refusalOf))).toEqual([
      'ContractInvalid',
      'StaleHash',
      'StaleHash',
      'RoleMissing',
    ]);
    const { rows } = await stack.superuser.query(
      `SELECT 1 FROM catalog.event WHERE workflow_id LIKE 'onboard:forged:%'`,
    );
    expect(rows).toEqual([]);
  });

  it('runs and releases nothing, and lifts nothing, in a role that may not', async () => {
    const { rows: runs } = await stack.superuser.query<{ body: object }>(
      `SELECT body FROM catalog.event WHERE type = 'runRequested' LIMIT 1`,
    );
    const as = { ref: analyst.person, as: 'provider', organisation: analyst.organisation };
    const request = { ...runs[0]?.body, runId: 'run:forged:1', requester: as };
    const order = {
      requestId: 'resume:forged:1',
      requestNumber: 902,
      decideBefore: '2099-01-01T00:00:00.000Z',
      lifts: 'suspension',
      sourceId: 'brp',
      by: analyst,
      reason: 'mine',
    };
    const started = [
      await startForged(stack, 'runTheme', 'run:forged:1', { request }),
      await forgeRelease(stack, 'release:forged:3', undefined, { requester: as }),
      await startForged(stack, 'liftMeasure', 'resume:forged:1', { order, ...PATIENCE }),
    ];
    expect(await Promise.all(started.map(refusalOf))).toEqual(started.map(() => 'RoleMissing'));
    const { rows } = await stack.superuser.query(
      `SELECT 1 FROM catalog.event
       WHERE workflow_id IN ('run:forged:1', 'release:forged:3', 'resume:forged:1')`,
    );
    expect(rows).toEqual([]);
  });
});

describe('audit verify over objects', () => {
  it('verifies as it stands, and names the object of which one byte was flipped', async () => {
    const sound = await verifyAudit(stack.access);
    expect(sound.findings).toEqual([]);
    expect(sound.objects).toBeGreaterThan(8);
    const [key = ''] = await keysOf(stack, 'instroom-drugs', 'released');
    const store = stack.zone('released');
    const bytes = await bytesOf(store, key);
    const flipped = Buffer.from(bytes);
    flipped[10] = (flipped[10] ?? 0) ^ 1;
    await store.put(key, flipped);
    const found = await verifyAudit(stack.access);
    expect(found.ok).toBe(false);
    expect(found.findings.map(({ what }) => what)).toEqual(['object-changed']);
    expect(found.findings[0]?.place).toContain(key);
    await store.put(key, bytes);
    expect((await verifyAudit(stack.access)).ok).toBe(true);
  });

  it('names the seal of a profile that a superuser changed, digest and all', async () => {
    const client = await stack.superuser.connect();
    try {
      await client.query('ALTER TABLE catalog.vault_profile DISABLE TRIGGER ALL');
      const { rows } = await client.query<{ key: string; body: { rows: number } }>(
        'SELECT seal_key AS key, body FROM catalog.vault_profile ORDER BY seal_key LIMIT 1',
      );
      const { key = '', body } = rows[0] ?? {};
      const change = async (changed: unknown) => {
        const text = canonicalJson(changed as never);
        await client.query(
          'UPDATE catalog.vault_profile SET body = $2, body_sha256 = $3 WHERE seal_key = $1',
          [key, text, sha256Text(text)],
        );
      };
      await change({ ...body, rows: 7 });
      const { findings } = await verifyAudit(stack.access);
      expect(findings).toMatchObject([{ what: 'seal-changed', place: expect.stringContaining(key) }]);
      await change(body);
      await client.query('ALTER TABLE catalog.vault_profile ENABLE TRIGGER ALL');
    } finally {
      client.release();
    }
    expect((await verifyAudit(stack.access)).ok).toBe(true);
  });
});
