import { describe, expect, it } from 'vitest';
import type { LineageNode } from '../operations/lineage.js';
import { lineageText } from './commands/lineage.js';
import { lineageDot } from './lineage-dot.js';

const landing: LineageNode = {
  version: 'b'.repeat(64),
  dataset: 'kwb',
  zone: 'landing',
  column: 'aantal',
  via: { kind: 'DIRECT', subtype: 'TRANSFORMATION', masking: 'masked' },
  delivery: { deliveryId: 'kwb-1', parts: 1, contractHash: 'c'.repeat(64), approvedIn: 'onboard:kwb:1' },
  next: [],
  cut: false,
};
const curated: LineageNode = {
  version: 'a'.repeat(64),
  dataset: 'kwb',
  zone: 'curated',
  column: 'aantal',
  gaps: [{ column: 'aantal', where: 'maand', equals: ['11', '12'], reason: 'niet "geteld"', cells: 1116 }],
  run: { runId: 'kwb-1/curate', kind: 'curate', at: '2026-01-01T00:00:00.000Z' },
  next: [landing],
  cut: false,
};

describe('the lineage of a column with cells that nobody collected', () => {
  it('says in the graph which cells are empty and why, as it does in the tree', () => {
    const dot = lineageDot(curated, 'up', 'en');
    expect(dot).toContain(
      '"kwb@aaaaaaaaaaaa.aantal" [label="kwb@aaaaaaaaaaaa.aantal\\ncurated\\nempty in 1,116 cells where maand is 11 or 12: niet \\"geteld\\""];',
    );
    expect(dot).toContain(
      '"kwb@bbbbbbbbbbbb.aantal" -> "kwb@aaaaaaaaaaaa.aantal" [label="DIRECT TRANSFORMATION"];',
    );
    expect(lineageText(curated, 'en')[1]).toBe(
      '  empty in 1,116 cells where maand is 11 or 12: niet "geteld"',
    );
  });

  it('says it in Dutch, with the numbers as Dutch writes them', () => {
    expect(lineageDot(curated, 'up', 'nl')).toContain(
      'leeg in 1.116 cellen waar maand 11 of 12 is: niet \\"geteld\\"',
    );
    expect(lineageText(curated, 'nl')).toEqual([
      'kwb@aaaaaaaaaaaa.aantal [curated, gemaakt door kwb-1/curate]',
      '  leeg in 1.116 cellen waar maand 11 of 12 is: niet "geteld"',
      '  kwb@bbbbbbbbbbbb.aantal [landing, 1 deel, contract cccccccccccc goedgekeurd in onboard:kwb:1]  DIRECT TRANSFORMATION, gemaskeerd',
    ]);
  });
});
