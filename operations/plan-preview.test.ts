import { describe, expect, it } from 'vitest';
import type { Json } from '../domain/canonical-json.js';
import { sha256Json } from '../domain/digest.js';
import type { Contract } from '../policy/contract.js';
import { brp, incidental, kwb, NOW, profile, risk } from '../policy/testing/asked.js';
import { passesToVault, previewGate, type Trial } from './plan-preview.js';

const trial = (contract: Contract, more: Partial<Trial> = {}): Trial => ({
  contract,
  hash: sha256Json(contract as unknown as Json),
  mode: 'demo',
  now: NOW,
  profile,
  ...more,
});
const codes = (gate: 'G0' | 'G1' | 'G2' | 'G3', one: Trial) =>
  previewGate(gate, one)?.hits.map(({ code, outcome }) => `${code} ${outcome}`);

describe('a gate that is asked about what is only tried', () => {
  it('finds the first delivery under Wpg 19 allowed, as the gate of a workflow does', () => {
    expect(codes('G0', trial(incidental))).not.toContain('W09 DENY');
    expect(codes('G1', trial(incidental))).not.toContain('W09 DENY');
  });

  it('holds no file to have come without a paper because nobody has approved its contract yet', () => {
    expect(previewGate('G1', trial(brp))).toMatchObject({ outcome: 'CONDITIONS' });
    expect(previewGate('G1', trial(brp))).not.toHaveProperty('unasked');
  });

  it('puts a claim about persons to people once: behind their approval it is a condition', () => {
    const claimed = trial(kwb, { profile: { ...profile, smallestClass: 9, largestClass: 2 } });
    expect(codes('G1', claimed)).toContain('L01 REVIEW');
    expect(codes('G2', claimed)).toContain('L01 CONDITIONS');
    expect(previewGate('G2', claimed)?.outcome).toBe('CONDITIONS');
    expect(passesToVault(claimed)).toBe(true);
  });

  it('judges at G3 what would become curated, and nothing where nothing would', () => {
    const made = (kMin: number) => ({
      curated: { rows: 100, columns: [], invalid: {}, risk: { ...risk, kMin, quasiIdentifiers: ['buurt'] } },
    });
    expect(codes('G3', trial(brp, { tried: made(9) }))).toContain('K01 REVIEW');
    expect(codes('G3', trial(brp, { tried: made(10) }))).not.toContain('K01 REVIEW');
    const failed = { step: 'curating', code: 'SourceMalformed', message: '' } as const;
    expect(previewGate('G3', trial(brp, { tried: { failed } }))).toBeNull();
    expect(previewGate('G3', trial(brp))).toBeNull();
  });

  it('lets no file come to the vault whose contract a gate refuses', () => {
    expect(passesToVault(trial({ ...brp, agreements: [] }))).toBe(false);
    expect(passesToVault(trial(brp, { profile: { ...profile, missingColumns: ['bsn'] } }))).toBe(false);
  });
});
