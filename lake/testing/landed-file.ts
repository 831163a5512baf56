import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../domain/profile.js';
import type { FieldPlan, ReadPlan, TreatmentPlan } from '../../domain/treatment-plan.js';
import { withDuckDb } from '../duckdb-session.js';
import { LANDED } from '../landed.js';
import { profileLanded } from '../profile-landed.js';
import { openLanded } from '../read-landed.js';

const CSV: ReadPlan = { media: 'text/csv', encoding: 'utf-8' };

/** A plan for one file, with fields given as `name: type` or in full. */
export function planOf(
  fields: Readonly<Record<string, FieldPlan['type'] | Partial<FieldPlan>>>,
  rest: Partial<Omit<TreatmentPlan, 'format'>> & { readonly format?: Partial<ReadPlan> } = {},
): TreatmentPlan {
  return {
    contractHash: '0'.repeat(64),
    purposes: [],
    domain: 'test',
    recordUnit: 'person',
    personalData: true,
    ...rest,
    format: { ...CSV, ...rest.format },
    fields: Object.entries(fields).map(([source, given]) => ({
      source,
      name: source,
      type: 'text',
      required: true,
      role: 'quasi-id',
      treatment: { kind: 'keep' },
      ...(typeof given === 'string' ? { type: given } : given),
    })),
  };
}

/** Writes the parts of a delivery and returns their paths. */
export async function writeParts(
  folder: string,
  ...parts: readonly (string | Uint8Array)[]
): Promise<string[]> {
  const paths = parts.map(() => join(folder, `part-${randomUUID()}`));
  for (const [at, part] of parts.entries()) await writeFile(paths[at] as string, part);
  return paths;
}

export async function profileOf(
  folder: string,
  paths: readonly string[],
  plan: TreatmentPlan,
): Promise<Profile> {
  return withDuckDb({ tempFolder: join(folder, 'spill') }, (session) =>
    profileLanded(session, paths, plan, folder),
  );
}

/** All cells of a delivery as the data path reads them, and what was found on the way. */
export async function cellsOf(folder: string, paths: readonly string[], format: Partial<ReadPlan> = {}) {
  return withDuckDb({ tempFolder: join(folder, 'spill') }, async (session) => {
    const landed = await openLanded(session, paths, { ...CSV, ...format }, folder);
    try {
      const columns = landed.names.map((_, at) => `c${at + 1}`).join(', ') || 'c1';
      const rows = await session.rows(`SELECT ${columns} FROM ${LANDED}`);
      const records = landed.records();
      return {
        names: landed.names,
        shape: landed.shape,
        records,
        rows: rows.map((row) => Object.values(row)),
      };
    } finally {
      await landed.close();
    }
  });
}

/** A second reader of CSV (RFC 4180), sharing nothing with the first: whole text, character by character. */
export function plainCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const content = text.replace(/^\ufeff/, '');
  const endCell = () => {
    row.push(cell);
    cell = '';
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let at = 0; at < content.length; at += 1) {
    const character = content.charAt(at);
    if (quoted && content.startsWith('""', at)) {
      cell += '"';
      at += 1;
    } else if (character === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (quoted) cell += character;
    else if (character === delimiter) endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  endRow();
  return rows;
}
