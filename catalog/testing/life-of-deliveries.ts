import {
  approve,
  asking,
  CONTRACT,
  digest,
  edge,
  LANDING,
  manifest,
  SOURCE,
  type Step,
  staff,
  VERSIONS,
} from './life-parts.js';

const opened = (deliveryId: string): Step => [
  'deliveryOpened',
  `ingest:${deliveryId}`,
  { deliveryId, sourceId: SOURCE, contractHash: CONTRACT.hash, deliveredBy: staff('d', 'provider') },
];
const landed = (deliveryId: string, ...digits: string[]): Step => [
  'deliveryLanded',
  `ingest:${deliveryId}`,
  {
    deliveryId,
    attempt: `${deliveryId}-1`,
    keyId: 'key-1',
    landingHash: LANDING,
    parts: digits.map((digit, at) => ({
      part: at + 1,
      key: `landing/${deliveryId}/${at + 1}`,
      bytes: 500 + at,
      sha256: digest('0'),
      cipherSha256: digest(digit),
    })),
  },
];

/** One that becomes curated after a review, and each other end that a delivery can have. */
export const ingest: readonly Step[] = [
  opened('d-1'),
  landed('d-1', 'a', 'b'),
  [
    'deliveryProfiled',
    'ingest:d-1',
    {
      deliveryId: 'd-1',
      profileHash: digest('8'),
      rows: 180,
      parts: 2,
      columns: 5,
      missingColumns: 0,
      unknownColumns: 0,
      shapeFindings: 0,
      smallestClass: 12,
    },
  ],
  [
    'pseudonymised',
    'ingest:d-1',
    {
      version: VERSIONS.pseudonymised,
      manifest: manifest('pseudonymised', [LANDING], 'c'),
      edges: [edge(LANDING, 'open'), { ...edge(LANDING, 'masked'), toColumn: 'bsn', fromColumn: 'bsn' }],
      deliveryId: 'd-1',
      rowsIn: 180,
      invalidIds: [{ column: 'bsn', count: 2 }],
      keyIds: ['key-2'],
    },
  ],
  [
    'reviewRequested',
    'ingest:d-1',
    {
      ...asking('review:1', VERSIONS.pseudonymised, ['steward', 'privacy-officer']),
      gate: 'G3',
      subject: { kind: 'delivery', id: 'd-1' },
      sourceId: SOURCE,
      codes: ['K01'],
    },
  ],
  approve('review:1', 'ingest:d-1', 'k-3', staff('b', 'steward'), VERSIONS.pseudonymised),
  ['requestApproved', 'ingest:d-1', { requestId: 'review:1', codes: [] }],
  [
    'curated',
    'ingest:d-1',
    {
      version: VERSIONS.curated,
      manifest: manifest('curated', [VERSIONS.pseudonymised], 'd', 'e'),
      edges: [edge(VERSIONS.pseudonymised, 'open')],
      deliveryId: 'd-1',
      rowsIn: 90,
      access: 'restricted',
      risk: {
        unit: 'person',
        units: 80,
        rows: 90,
        kMin: 1,
        unitsBelowK: 4,
        shareBelowK: 0.05,
        uniqueUnits: 1,
        quasiIdentifiers: ['wijk'],
      },
    },
  ],
  opened('d-2'),
  ['deliveryAborted', 'ingest:d-2', { deliveryId: 'd-2', cause: 'timed-out' }],
  opened('d-3'),
  landed('d-3', 'f'),
  ['deliveryRefused', 'ingest:d-3', { deliveryId: 'd-3', gate: 'G1', codes: ['C03'] }],
  [
    'quarantined',
    'ingest:d-3',
    {
      subject: { kind: 'delivery', id: 'd-3' },
      sourceId: SOURCE,
      zone: 'landing',
      codes: ['C03'],
      destroyBy: '2026-04-01',
      breachAssessment: 'opened',
    },
  ],
  opened('d-4'),
  landed('d-4', '9'),
  ['deliveryAborted', 'ingest:d-4', { deliveryId: 'd-4', cause: 'withdrawn' }],
  ...toItsDestruction('d-5', '7'),
];

/** A delivery that is refused, assessed, told of and destroyed. */
function toItsDestruction(deliveryId: string, digit: string): readonly Step[] {
  const subject = { kind: 'delivery', id: deliveryId } as const;
  const workflowId = `ingest:${deliveryId}`;
  const cause = { sourceId: SOURCE, zone: 'landing', codes: ['C04'] } as const;
  const objects = [{ zone: 'landing', key: `landing/${deliveryId}/1`, sha256: digest(digit) }] as const;
  return [
    opened(deliveryId),
    landed(deliveryId, digit),
    ['deliveryRefused', workflowId, { deliveryId, gate: 'G1', codes: ['C04'] }],
    ['quarantined', workflowId, { subject, ...cause, destroyBy: '2026-04-02', breachAssessment: 'opened' }],
    [
      'breachAssessed',
      workflowId,
      { subject, outcome: 'no-breach', by: staff('b', 'privacy-officer'), reason: 'nobody could read it' },
    ],
    [
      'providerTold',
      workflowId,
      {
        subject,
        providers: ['00000001002220647000'],
        noticeSha256: digest('6'),
        by: staff('a', 'steward'),
        reason: 'by letter',
      },
    ],
    ['destroyed', workflowId, { subject, objects, keyIds: ['key-5'] }],
  ];
}
