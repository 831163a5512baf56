import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../domain/dataset.js';
import type { EventType, Role, Zone } from '../../domain/names.js';
import type { LinkageDomain } from '../../policy/contract.js';
import { parseContract } from '../../policy/schema/parse-contract.js';
import type { Asking, ColumnEdge, StaffReference } from '../event-bodies.js';
import type { BodyOf } from '../event-types.js';

const CONTRACT_FILE = fileURLToPath(new URL('../../demo/contracts/politie-verdachte.yaml', import.meta.url));
export const CONTRACT = parseContract(readFileSync(CONTRACT_FILE, 'utf8'));
export const SOURCE = CONTRACT.contract.sourceId;

/** A digest that is told apart at sight: `digest('a')` is 64 times the letter a. */
export const digest = (digit: string) => digit.repeat(64).slice(0, 64);

export const staff = (digit: string, as: Role): StaffReference => ({
  ref: digest(digit),
  as,
  organisation: '00000001002220647000',
});

export const asking = (requestId: string, subjectHash: string, deciders: readonly Role[]): Asking => ({
  requestId,
  requestNumber: Number(requestId.split(':').at(-1)),
  subjectHash,
  deciders,
  decideBefore: '2026-04-01T10:00:00.000Z',
});

export const LINKAGE: LinkageDomain = {
  kind: 'linkage-domain',
  id: 'instroom',
  version: '1.0.0',
  title: 'first-time registered suspects',
  purpose: 'https://w3id.org/dpv#ScientificResearch',
  themes: ['instroom-drugs'],
  controllers: ['00000001002220647000'],
  basis: 'A6-1-e',
  dpia: 'dpia-1',
  entityTypes: ['bsn'],
  sources: [{ sourceId: SOURCE, provider: '00000001002220647000', consent: 'letter-1' }],
  validity: { from: '2026-01-01', until: '2026-12-31' },
  fictitious: true,
};

export const manifest = (zone: Zone, inputs: readonly string[], ...digits: string[]): Manifest => ({
  dataset: zone === 'result' || zone === 'released' ? 'instroom-drugs' : SOURCE,
  zone,
  contractHash: CONTRACT.hash,
  inputs,
  objects: digits.map((digit) => ({
    key: `${zone}/${digit}.parquet`,
    sha256: digest(digit),
    bytes: 1000 + digits.indexOf(digit),
    rows: 90,
  })),
  columns: [{ name: 'wijk', type: 'text', role: 'dimension' }],
  rows: 90 * digits.length,
  codeVersion: 'code-1',
  engineVersion: 'engine-1',
});

export const edge = (fromVersion: string, masking: 'masked' | 'open'): ColumnEdge => ({
  toColumn: 'wijk',
  fromVersion,
  fromColumn: 'wijk',
  kind: 'DIRECT',
  subtype: 'IDENTITY',
  masking,
});

export const VERSIONS = {
  pseudonymised: digest('1'),
  curated: digest('2'),
  result: digest('3'),
  protected: digest('4'),
  released: digest('5'),
} as const;
export const LANDING = digest('0');
export const hit = {
  code: 'K01',
  outcome: 'REVIEW',
  law: '89 AVG',
  text: { nl: 'klein', en: 'small' },
  cure: { nl: 'grover', en: 'coarser' },
  fields: [],
} as const;

/** A step of a workflow at its own minute; decisions carry their own key. */
export type Step = { [T in EventType]: readonly [type: T, workflowId: string, body: BodyOf[T]] }[EventType];

export const approve = (
  requestId: string,
  workflowId: string,
  key: string,
  by: StaffReference,
  subjectHash: string,
): Step => [
  'decisionRecorded',
  workflowId,
  { requestId, key, choice: 'approve', by, reason: 'as agreed', subjectHash },
];
