import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { onboardDemo } from '../../demo/onboarding.js';
import { repositoryRoot } from '../../infra/home.js';
import type { Contract } from '../../policy/contract.js';
import type { Stack } from '../stack.js';

/** Formats of the one table that all these files should hold; the key is the source's id. */
export const FORMATS = {
  'areas-csv': { media: 'text/csv', encoding: 'utf-8', delimiter: ';', decimal: ',' },
  'areas-cp1252': { media: 'text/csv', encoding: 'windows-1252', delimiter: ';', decimal: ',' },
  'areas-utf16': { media: 'text/csv', encoding: 'utf-16le', delimiter: ';', decimal: ',' },
  'areas-titled': {
    ...{ media: 'text/csv', encoding: 'utf-8', delimiter: ';', decimal: ',' },
    ...{ skipLines: 2, footerPattern: '^Bron:' },
  },
  'areas-parquet': { media: 'parquet', encoding: 'utf-8' },
  'areas-loose': { media: 'text/csv', encoding: 'utf-8', delimiter: ';', decimal: ',' },
  'areas-levels': { media: 'text/csv', encoding: 'utf-8', delimiter: ';', decimal: ',' },
} as const satisfies Record<string, Contract['format']>;
export type SourceId = keyof typeof FORMATS;

const ready = parse(
  readFileSync(join(repositoryRoot(), 'demo/contracts/den-haag-buurten.yaml'), 'utf8'),
) as Contract;

function field(name: string, logicalType: 'area-code' | 'text' | 'integer' | 'decimal', required = true) {
  const isMeasure = logicalType === 'integer' || logicalType === 'decimal';
  return {
    ...{
      name,
      logicalType,
      required,
      description: 'Kolom van de proef',
      why: 'Proef op slechte bestanden',
    },
    ...{ role: isMeasure ? 'measure' : 'dimension', category: null, treatment: { kind: 'keep' } },
  };
}

/** Where one table holds districts and neighbourhoods, and a column says which. */
const LEVELS = { level: 'mixed', totals: { column: 'naam', levels: ['Wijk', 'Buurt'] } };

/** An open source about neighbourhoods, in a format. The loose one may lack a number, or the column of it. */
export function areasContract(sourceId: SourceId): string {
  return stringify({
    ...ready,
    ...{ id: sourceId, sourceId, format: FORMATS[sourceId], recordUnit: 'area', personalData: false },
    fields: [
      field('code', 'area-code'),
      field('naam', 'text'),
      field('aantal', 'integer', sourceId !== 'areas-loose'),
      field('aandeel', 'decimal'),
    ],
    geography: {
      ...{ level: 'buurt', year: 2024, column: 'code' },
      ...(sourceId === 'areas-levels' ? LEVELS : {}),
    },
  });
}

export async function onboardAreas(stack: Stack, folder: string, sourceId: SourceId): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${sourceId}.yaml`), areasContract(sourceId));
  return (await onboardDemo(stack.access, folder, `${sourceId}.yaml`)).stage;
}
