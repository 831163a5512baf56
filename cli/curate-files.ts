import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { FAMILIES, SluisError } from '../domain/errors.js';
import { entityTypesOf, type TreatmentPlan } from '../domain/treatment-plan.js';
import { curate } from '../lake/curate.js';
import { SORTING_MEMORY, withDuckDb } from '../lake/duckdb-session.js';
import { pseudonymise } from '../lake/pseudonymise.js';
import { openLanded } from '../lake/read-landed.js';
import { riskReport } from '../lake/risk.js';
import type { Tried } from '../operations/plan-preview.js';
import type { Contract } from '../policy/contract.js';
import { treatmentPlan, wantedDomain } from '../policy/treatment-plan.js';
import { forget, pseudonymKey } from '../privacy/pseudonym.js';
import { withTrialFolder } from './trial-folder.js';

/**
 * What the vault and the data worker would make of files, by the functions that they execute, in pseudonyms of keys that
 * are thrown away; nothing is kept. A step that would end a delivery for good is told and not thrown.
 */
export function curateFiles(contract: Contract, hash: string, paths: readonly string[]): Promise<Tried> {
  const plan = treatmentPlan(contract, hash, wantedDomain(contract) ?? contract.sourceId);
  return withTrialFolder(async (folder, signal) => {
    const work: Work = { plan, folder, signal };
    const pseudonymised = await ended('pseudonymising', () => pseudonymiseParts(work, paths));
    if ('failed' in pseudonymised) return pseudonymised;
    return await ended('curating', async () => {
      const { invalid, ...curated } = await curatePseudonymised(work);
      return { curated: { ...curated, invalid: added(pseudonymised.invalid, invalid) } };
    });
  });
}

interface Work {
  readonly plan: TreatmentPlan;
  readonly folder: string;
  readonly signal: AbortSignal;
}

const sorting = ({ folder, signal }: Work) => ({
  tempFolder: join(folder, 'spill'),
  memoryLimit: SORTING_MEMORY,
  signal,
});
const between = ({ folder }: Work) => join(folder, 'pseudonymised.parquet');

async function pseudonymiseParts(work: Work, paths: readonly string[]) {
  const { plan, folder } = work;
  const keys = entityTypesOf(plan).map((entityType) =>
    pseudonymKey({ domain: plan.domain, entityType, epoch: 1 }, randomBytes(32)),
  );
  try {
    return await withDuckDb(sorting(work), async (session) => {
      const landed = await openLanded(session, paths, plan.format, folder);
      try {
        return await pseudonymise(session, landed, plan, keys, between(work));
      } finally {
        await landed.close();
      }
    });
  } finally {
    keys.forEach(forget);
  }
}

function curatePseudonymised(work: Work) {
  const out = join(work.folder, 'curated.parquet');
  return withDuckDb(sorting(work), async (session) => {
    const { rows, columns, invalid } = await curate(session, { path: between(work) }, work.plan, {
      path: out,
    });
    return { rows, columns, invalid, risk: await riskReport(session, out, columns, work.plan) };
  });
}

/** What a step gives, or that it would end the delivery: what may pass by itself is tried again there, and thrown here. */
async function ended<T>(
  step: 'pseudonymising' | 'curating',
  work: () => Promise<T>,
): Promise<T | Extract<Tried, { readonly failed: unknown }>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SluisError) || FAMILIES[error.family].retry) throw error;
    return { failed: { step, code: error.code, message: error.message } };
  }
}

function added(
  some: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(some), ...Object.keys(more)])];
  return Object.fromEntries(names.map((name) => [name, (some[name] ?? 0) + (more[name] ?? 0)]));
}
