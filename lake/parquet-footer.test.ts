import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadata } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetColumn } from '../domain/dataset.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import { DuckDbSession } from './duckdb-session.js';
import { footerSql, readFooter } from './parquet-footer.js';

let folder = '';
let session: DuckDbSession;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footer-'));
  session = await DuckDbSession.open({ tempFolder: join(folder, 'spill') });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

const kept = { type: 'code', required: true, role: 'dimension', treatment: { kind: 'keep' } } as const;
const plan: Pick<TreatmentPlan, 'contractHash' | 'purposes' | 'geography' | 'fields'> = {
  contractHash: 'a'.repeat(64),
  purposes: ["https://example.org/purpose's"],
  fields: [
    { source: 'Soort regio', name: 'level', ...kept },
    { source: 'Codering', name: 'area_code', ...kept },
  ],
  geography: {
    level: 'mixed',
    year: 2024,
    column: 'Codering',
    totals: { column: 'Soort regio', levels: ["'s-Land", 'Wijk'] },
  },
};
const columns: readonly DatasetColumn[] = [
  { name: 'level', type: 'text', role: 'dimension' },
  { name: 'area_code', type: 'text', role: 'dimension' },
];

async function write(name: string, option: string): Promise<string> {
  const path = join(folder, name);
  await session.run(`COPY (SELECT 1 AS n) TO '${path}' (FORMAT parquet, ${option})`);
  return path;
}

describe('the footer of a file of the lake', () => {
  it('gives back contract, purposes, columns and division by their names in the lake', async () => {
    const path = await write('ours.parquet', footerSql(plan, columns));
    expect(await readFooter(session, path)).toEqual({
      contract: plan.contractHash,
      purposes: plan.purposes,
      columns,
      geography: {
        level: 'mixed',
        year: 2024,
        column: 'area_code',
        totals: { column: 'level', levels: ["'s-Land", 'Wijk'] },
      },
    });
  });

  it('is plain key-value metadata that another reader of Parquet finds', async () => {
    const bytes = await readFile(await write('other.parquet', footerSql(plan, columns)));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const found = Object.fromEntries(
      (parquetMetadata(file).key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']),
    );
    expect(JSON.parse(found['sluis.contract'] ?? '')).toBe(plan.contractHash);
    expect(JSON.parse(found['sluis.columns'] ?? '')).toEqual(columns);
  });

  it('names no column that the file does not have', async () => {
    const path = await write('fewer.parquet', footerSql(plan, columns.slice(0, 1)));
    expect((await readFooter(session, path)).geography).toEqual({
      level: 'mixed',
      year: 2024,
      totals: { column: 'level', levels: ["'s-Land", 'Wijk'] },
    });
  });

  it('is missed in a file of others, and one that is no JSON is not quoted', async () => {
    const others = await write('others.parquet', "KV_METADATA {'author': 'somebody'}");
    await expect(readFooter(session, others)).rejects.toMatchObject({ code: 'DigestMismatch' });
    const broken = "KV_METADATA {'sluis.contract': 'SECRET', 'sluis.purposes': '[]', 'sluis.columns': '[]'}";
    const refused = await readFooter(session, await write('broken.parquet', broken)).catch((e: Error) => e);
    expect(refused).toMatchObject({ code: 'DigestMismatch' });
    expect((refused as Error).message).not.toContain('SECRET');
  });
});
