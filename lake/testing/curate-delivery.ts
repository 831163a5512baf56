import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { RiskReport } from '../../domain/profile.js';
import type { TreatmentPlan } from '../../domain/treatment-plan.js';
import { forget, pseudonymKey } from '../../privacy/pseudonym.js';
import { type CuratedFile, curate } from '../curate.js';
import { type DuckDbSession, withDuckDb } from '../duckdb-session.js';
import { type ParquetFooter, readFooter } from '../parquet-footer.js';
import { pseudonymise } from '../pseudonymise.js';
import { openLanded } from '../read-landed.js';
import { riskReport } from '../risk.js';

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i * 7);

export type Row = Readonly<Record<string, unknown>>;

export interface CuratedDelivery extends CuratedFile {
  readonly path: string;
  readonly footer: ParquetFooter;
  readonly risk: RiskReport | null;
  /** Rows as a reader that shares no code with the engine sees them; 64-bit integers as numbers. */
  readonly values: readonly Row[];
  readonly sha256: string;
}

/** The whole way of a delivery from its plain parts to a curated file, with keys of a fixed secret. */
export async function curateDelivery(
  folder: string,
  plan: TreatmentPlan,
  parts: readonly string[],
  threads = 2,
): Promise<CuratedDelivery> {
  return withDuckDb({ tempFolder: join(folder, 'spill'), threads }, async (session) => {
    const path = join(folder, 'curated.parquet');
    const input = await pseudonymised(session, folder, plan, parts);
    const made = await curate(session, { path: input }, plan, { path });
    const risk = await riskReport(session, path, made.columns, plan);
    const footer = await readFooter(session, path);
    return { ...made, path, footer, risk, values: await readRows(path), sha256: await digest(path) };
  });
}

/** As `curateDelivery`, of one CSV part. */
export async function curateCsv(
  folder: string,
  plan: TreatmentPlan,
  csv: string,
  threads = 2,
): Promise<CuratedDelivery> {
  const part = join(folder, 'part.csv');
  await writeFile(part, csv);
  return curateDelivery(folder, plan, [part], threads);
}

async function pseudonymised(
  session: DuckDbSession,
  folder: string,
  plan: TreatmentPlan,
  parts: readonly string[],
): Promise<string> {
  const types = [...new Set(plan.fields.flatMap(({ treatment }) => treatment.entityType ?? []))];
  const keys = types.map((entityType) => pseudonymKey({ domain: plan.domain, entityType, epoch: 1 }, SECRET));
  const landed = await openLanded(session, parts, plan.format, folder);
  try {
    const out = join(folder, 'pseudonymised.parquet');
    await pseudonymise(session, landed, plan, keys, out);
    return out;
  } finally {
    await landed.close();
    keys.forEach(forget);
  }
}

export async function readRows(path: string): Promise<readonly Row[]> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = await parquetReadObjects({ file, compressors });
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
    ),
  );
}

async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}
