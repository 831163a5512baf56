import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SluisError } from '../../domain/errors.js';
import type { RestrictionKind } from '../contract.js';
import { parseContract } from './parse-contract.js';

const text = readFileSync(new URL('../../demo/contracts/brp.yaml', import.meta.url), 'utf8');

/** What is said of a restriction with this value, at its line and column; null where it is read. */
function said(kind: RestrictionKind, value: string): string | null {
  const one = `- { id: afspraak, kind: ${kind}, effect: deny, values: [${JSON.stringify(value)}], reason: r }`;
  const lines = text.replace(/^restrictions:\n/m, `restrictions:\n  ${one}\n`).split('\n');
  try {
    parseContract(lines.join('\n'));
    return null;
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    expect(error.code).toBe('ContractInvalid');
    const line = lines.findIndex((here) => here.includes(one)) + 1;
    const column = (lines[line - 1] ?? '').indexOf(JSON.stringify(value)) + 1;
    const place = `${line}:${column} restrictions[0].values[0]: `;
    const [problem = '', ...others] = error.details.problems as readonly string[];
    expect(others).toEqual([]);
    expect(problem).toContain(place);
    return problem.slice(place.length);
  }
}

describe('a restriction that could meet nothing is refused at the place', () => {
  it.each([
    ['granularity', 'buurten', 'is no level of area'],
    ['granularity', 'Wijk', 'is no level of area'],
    ['theme', 'Instroom-Drugs', 'is no id of a theme'],
    ['purpose', 'marketing', 'is no purpose that policy knows'],
    ['purpose', 'https://w3id.org/dpv#ProvideOfficalStatistics', 'is no purpose that policy knows'],
    ['key', 'BSN', 'is no known entity type'],
    ['recipient', 'Politie', 'is no OIN'],
    ['recipient', '1234', 'is no OIN'],
    ['combine', 'politie', 'is no source'],
    ['combine', 'wpg', 'is no source'],
    ['combine', 'Verdachten van woninginbraak', 'is no source'],
  ] as const)('%s %s', (kind, value, what) => {
    expect(said(kind, value)).toContain(what);
  });

  it.each([
    ['granularity', 'riec'],
    ['theme', 'instroom-drugs'],
    ['purpose', 'https://w3id.org/dpv#CounterMoneyLaundering'],
    ['key', 'kvk'],
    ['recipient', 'politie'],
    ['recipient', '00000001002564440000'],
    ['combine', 'politie-verdachte'],
    ['combine', 'WPG'],
    ['combine', 'art9'],
    ['combine', 'suspect'],
    ['combine', 'https://w3id.org/dpv/pd#BirthPlace'],
  ] as const)('but %s %s is read', (kind, value) => {
    expect(said(kind, value)).toBeNull();
  });
});
