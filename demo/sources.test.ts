import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DEMO_ACCOUNTS } from '../operations/demo-accounts.js';
import { AGREEMENT_KINDS, type Contract, type LinkageDomain, REGIMES } from '../policy/contract.js';
import { excludedOrganisations } from '../policy/deciders.js';
import { DATA, describeOnData } from '../tests/needs.js';
import { writeCity } from './city/write-city.js';
import { DEMO_LINKAGE_DOMAINS, DEMO_SOURCES, REAL_SOURCES } from './sources.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [...DEMO_SOURCES, ...REAL_SOURCES];
const ALL = readdirSync(join(ROOT, 'demo/contracts'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ id: name.slice(0, -'.yaml'.length), contract: `demo/contracts/${name}` }));
const read = async (path: string) => parse(await readFile(join(ROOT, path), 'utf8'), { strict: true });
const contractOf = async (path: string): Promise<Contract> => read(path);

/** Names in the first line, cells trimmed; no header of these files holds a delimiter inside quotes. */
async function headerOf(file: string, delimiter: string): Promise<string[]> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const line = text.slice(0, text.indexOf('\n')).trimEnd();
  return line.split(delimiter).map((cell) => cell.replace(/^"|"$/g, '').trim());
}

describe('every contract of the demonstration', () => {
  it('stands beside those of the other sources: each source has one of its own', () => {
    const own = SOURCES.map((source) => source.contract);
    expect(new Set(own).size).toBe(own.length);
    expect(ALL.map(({ contract }) => contract)).toEqual(expect.arrayContaining(own));
  });

  it('is provided by nobody for whom an account of the demo works that may have to decide on it', async () => {
    // Analysts ask, providers deliver: neither decides.
    const deciding = DEMO_ACCOUNTS.filter(({ roles: [role] }) => role !== 'analyst' && role !== 'provider');
    expect(deciding.length).toBe(8);
    const employers = new Set(deciding.map(({ organisation }) => organisation));
    const folder = join(ROOT, 'demo/contracts/real');
    const real = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    const paths = [
      ...ALL.map(({ contract }) => contract),
      ...real.map((name) => `demo/contracts/real/${name}`),
    ];
    for (const path of paths)
      for (const oin of excludedOrganisations(await contractOf(path)))
        expect(employers.has(oin), path).toBe(false);
  });

  it.each(ALL)('$id speaks the words of the contract type', async ({ id, contract }) => {
    const found = await contractOf(contract);
    expect([found.id, found.sourceId]).toEqual([id, id]);
    expect(found.regimes.every((regime) => REGIMES.includes(regime))).toBe(true);
    expect(found.agreements.every((agreement) => AGREEMENT_KINDS.includes(agreement.kind))).toBe(true);
    expect(found.roles.every((role) => /^\d{20}$/.test(role.oin))).toBe(true);
    expect(new Set(found.fields.map((field) => field.name)).size).toBe(found.fields.length);
    expect(new Set(found.fields.map((field) => field.as ?? field.name)).size).toBe(found.fields.length);
    expect(found.output.minCell).toBeGreaterThanOrEqual(10);
    for (const purpose of found.purposes) {
      expect(purpose.iri).toBe('https://w3id.org/dpv#ProvideOfficialStatistics');
      expect(found.roles.some((role) => role.oin === purpose.controller && role.role === 'controller')).toBe(
        true,
      );
    }
    if (found.geography) expect(found.fields.map((field) => field.name)).toContain(found.geography.column);
  });

  it.each(ALL)('$id rests on nothing that could be taken for a real decision', async ({ contract }) => {
    const found = await contractOf(contract);
    for (const agreement of found.agreements) {
      // A licence that everybody can read is real: CC BY 4.0 of Statistics Netherlands.
      const isReal = agreement.kind === 'licence' && agreement.uri.startsWith('https://creativecommons.org/');
      expect(agreement.fictitious).toBe(!isReal);
      if (!isReal) expect(agreement.uri).toMatch(/^urn:sluis:fictief:/);
      expect(agreement.validUntil).toBe('2099-12-31');
    }
    for (const ground of found.legalGround) expect(ground.decidedBy).toContain('fictief');
    expect(found.validity.until).toBe('2099-12-31');
  });

  it.each(ALL)('$id lets no direct identifier and no coordinate through', async ({ contract }) => {
    for (const field of (await contractOf(contract)).fields) {
      if (field.role === 'direct-id') expect(['drop', 'pseudonymise']).toContain(field.treatment.kind);
      if (/^latitude$|^longitude$|^[XY](RESID)?$/.test(field.name)) expect(field.treatment.kind).toBe('drop');
      if (field.treatment.kind === 'pseudonymise') expect(field.treatment.entityType).toBeTruthy();
    }
  });
});

describe('the linkage domain', () => {
  it('names the providers and the domain that the contracts of its sources name', async () => {
    for (const path of DEMO_LINKAGE_DOMAINS) {
      const domain: LinkageDomain = await read(path);
      expect([domain.kind, domain.fictitious]).toEqual(['linkage-domain', true]);
      for (const { sourceId, provider } of domain.sources) {
        const contract = await contractOf(`demo/contracts/${sourceId}.yaml`);
        expect(contract.linkageDomains).toContain(domain.id);
        expect(contract.roles.find((role) => role.role === 'provider')?.oin).toBe(provider);
      }
    }
  });
});

describe('the files of the city', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sources-'));
    await writeCity({ persons: 50, seed: 1, folder });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(DEMO_SOURCES)('$id has the columns of its contract', async (source) => {
    const { fields } = await contractOf(source.contract);
    const [file] = await source.files(folder);
    expect(await headerOf(file!, ',')).toEqual(fields.map((field) => field.name));
  });
});

describeOnData('the real files', () => {
  it.each(
    REAL_SOURCES.filter(({ id }) => id !== 'politie-den-haag-2017'),
  )('$id has the columns of its contract', async (source) => {
    const { fields, format } = await contractOf(source.contract);
    const [file] = await source.files(DATA);
    expect(await headerOf(file!, format.delimiter!)).toEqual(fields.map((field) => field.name));
  });

  it('of the police are 37, each an offence over months over neighbourhoods as the contract says', async () => {
    const source = REAL_SOURCES.find(({ id }) => id === 'politie-den-haag-2017')!;
    const { fields, format } = await contractOf(source.contract);
    const named = format.records!.flatMap((step) => ('as' in step ? [step.as] : []));
    const files = await source.files(DATA);
    expect(files).toHaveLength(37);
    let cells = 0;
    for (const file of files) {
      const document: Record<string, Record<string, string>[][]> = JSON.parse(await readFile(file, 'utf8'));
      expect(Object.keys(document).sort()).toEqual(fields.find(({ name }) => name === 'offence')!.codeList);
      for (const months of Object.values(document)) {
        expect(months).toHaveLength(12);
        for (const cell of months.flat()) {
          cells += 1;
          expect(fields.every(({ name }) => name in cell || named.includes(name))).toBe(true);
          expect(Object.keys(cell).length + named.length).toBe(fields.length);
        }
      }
    }
    expect(cells).toBe(13_392);
  });
});
