import type { EventType } from '../../domain/names.js';
import type { NewEvent } from '../event-types.js';
import { ingest } from './life-of-deliveries.js';
import {
  approve,
  asking,
  CONTRACT,
  digest,
  edge,
  hit,
  LINKAGE,
  manifest,
  SOURCE,
  type Step,
  staff,
  VERSIONS,
} from './life-parts.js';

const BEGINS = '2026-03-01T10:00:00.000Z';

const ONBOARD = 'onboard:1';
const onboarding: readonly Step[] = [
  [
    'linkageSubmitted',
    'link:1',
    {
      ...asking('link:1', digest('9'), ['privacy-officer']),
      linkageId: LINKAGE.id,
      linkageHash: digest('9'),
      linkage: LINKAGE,
      submitter: staff('a', 'steward'),
    },
  ],
  [
    'onboardingApproved',
    'link:1',
    { requestId: 'link:1', closes: { kind: 'linkage', linkageHash: digest('9') }, codes: [] },
  ],
  [
    'contractSubmitted',
    ONBOARD,
    {
      ...asking('onboard:1', CONTRACT.hash, ['steward', 'privacy-officer']),
      sourceId: SOURCE,
      contractHash: CONTRACT.hash,
      contract: CONTRACT.contract,
      submitter: staff('a', 'steward'),
    },
  ],
  [
    'gateAsked',
    ONBOARD,
    {
      gate: 'G0',
      subject: { kind: 'request', id: 'onboard:1' },
      verdict: {
        gate: 'G0',
        outcome: 'REVIEW',
        hits: [hit],
        factsHash: digest('6'),
        policyHash: digest('7'),
        fictitious: true,
      },
    },
  ],
  ['reminderDue', ONBOARD, { requestId: 'onboard:1', waitingFor: ['steward'] }],
  approve('onboard:1', ONBOARD, 'k-1', staff('b', 'steward'), CONTRACT.hash),
  approve('onboard:1', ONBOARD, 'k-2', staff('c', 'privacy-officer'), CONTRACT.hash),
  [
    'onboardingApproved',
    ONBOARD,
    {
      requestId: 'onboard:1',
      closes: { kind: 'contract', sourceId: SOURCE, contractHash: CONTRACT.hash },
      codes: [],
    },
  ],
];

/** Three more requests that end otherwise. */
const otherRequests: readonly Step[] = (
  [
    ['onboardingRejected', 'onboard:2', digest('d')],
    ['onboardingExpired', 'onboard:3', digest('e')],
    ['onboardingRefused', 'onboard:4', digest('f')],
  ] as const
).flatMap(([type, requestId, contractHash]): Step[] => {
  const sourceId = `source-${requestId.at(-1)}`;
  const contract = { ...CONTRACT.contract, sourceId };
  const submitter = staff('a', 'steward');
  const closes = { kind: 'contract', sourceId, contractHash } as const;
  return [
    [
      'contractSubmitted',
      requestId,
      { ...asking(requestId, contractHash, ['steward']), sourceId, contractHash, contract, submitter },
    ],
    [type, requestId, { requestId, closes, codes: type === 'onboardingRefused' ? ['S04'] : [] }],
  ];
});

const run = (runId: string): Step => [
  'runRequested',
  `run:${runId}`,
  {
    runId,
    theme: 'instroom-drugs',
    themeHash: digest('a'),
    purpose: LINKAGE.purpose,
    requester: staff('e', 'analyst'),
    inputs: [{ version: VERSIONS.curated, columns: ['wijk'] }],
  },
];
const release = (releaseId: string): Step => [
  'releaseRequested',
  `release:${releaseId}`,
  {
    ...asking(`release:${releaseId.at(-1)}`, VERSIONS.result, ['output-checker']),
    releaseId,
    runId: 'run-1',
    theme: 'instroom-drugs',
    resultVersion: VERSIONS.result,
    requester: staff('e', 'analyst'),
  },
];

const protectedTables = (releaseId: string, version: string): Step => [
  'protected',
  `release:${releaseId}`,
  {
    version,
    manifest: manifest('result', [VERSIONS.result], '7'),
    edges: [edge(VERSIONS.result, 'masked')],
    releaseId,
    requestId: `release:${releaseId.at(-1)}`,
    cells: 40,
    hidden: 6,
    reportHash: digest('b'),
    attack: 'failed',
  },
];

/** A suspension and a hold that others lift, requests to lift that end otherwise, and a withdrawal for good. */
function measures(): readonly Step[] {
  const imposed = { sourceId: SOURCE, by: staff('b', 'auditor'), reason: 'agreement ended' };
  const lifting = (requestId: string, lifts: 'suspension' | 'hold', measure: string): Step => [
    'liftingRequested',
    requestId,
    {
      ...asking(requestId, digest('d'), ['privacy-officer']),
      sourceId: SOURCE,
      lifts,
      measures: [measure],
      requester: staff('a', 'steward'),
      reason: 'agreed again',
    },
  ];
  const lifted = (requestId: string, measure: string) => ({
    requestId,
    sourceId: SOURCE,
    measures: [measure],
  });
  return [
    ['suspended', 'suspend:1', imposed],
    ['holdPlaced', 'hold:1', imposed],
    ['withdrawn', 'withdraw:1', { ...imposed, contractHash: CONTRACT.hash }],
    lifting('resume:1', 'suspension', 'suspend:1'),
    ['requestRejected', 'resume:1', { requestId: 'resume:1', codes: [] }],
    lifting('resume:2', 'suspension', 'suspend:1'),
    ['requestExpired', 'resume:2', { requestId: 'resume:2', codes: [] }],
    lifting('resume:3', 'suspension', 'suspend:1'),
    ['requestRefused', 'resume:3', { requestId: 'resume:3', codes: ['S05'] }],
    lifting('resume:4', 'suspension', 'suspend:1'),
    ['suspensionLifted', 'resume:4', lifted('resume:4', 'suspend:1')],
    lifting('unhold:1', 'hold', 'hold:1'),
    ['holdLifted', 'unhold:1', lifted('unhold:1', 'hold:1')],
  ];
}

const use: readonly Step[] = [
  run('run-1'),
  [
    'analysed',
    'run:run-1',
    {
      version: VERSIONS.result,
      manifest: manifest('result', [VERSIONS.curated], '6'),
      edges: [edge(VERSIONS.curated, 'open')],
      runId: 'run-1',
    },
  ],
  run('run-2'),
  ['runRefused', 'run:run-2', { runId: 'run-2', gate: 'G4', codes: ['P01'] }],
  run('run-3'),
  [
    'reviewRequested',
    'run:run-3',
    {
      ...asking('review:2', digest('c'), ['steward', 'privacy-officer']),
      gate: 'G4',
      subject: { kind: 'run', id: 'run-3' },
      sourceId: null,
      codes: ['K01'],
    },
  ],
  [
    'runCancelled',
    'cancel:run-3:1',
    { runId: 'run-3', review: 'review:2', by: staff('b', 'auditor'), reason: 'wrong parameters' },
  ],
  release('r-1'),
  protectedTables('r-1', VERSIONS.protected),
  [
    'protectedTablesRead',
    'read:r-1',
    { releaseId: 'r-1', version: VERSIONS.protected, by: staff('b', 'output-checker') },
  ],
  [
    'released',
    'release:r-1',
    {
      version: VERSIONS.released,
      manifest: manifest('released', [VERSIONS.protected], '8'),
      edges: [edge(VERSIONS.protected, 'open')],
      releaseId: 'r-1',
      requestId: 'release:1',
      rows: 40,
      hidden: 6,
      files: [
        { key: 'released/8.parquet', format: 'parquet', sha256: digest('8'), bytes: 1000, rows: 40 },
        { key: 'released/table.csv', format: 'csv', sha256: digest('c'), bytes: 700, rows: 40 },
      ],
      columns: [{ name: 'wijk', type: 'text', role: 'dimension' }],
    },
  ],
  ...(['releaseRefused', 'releaseRejected', 'releaseExpired'] as const).flatMap((type, at): Step[] => [
    release(`r-${at + 2}`),
    // The same tables of the same result: one version, which several releases may be about.
    ...(type === 'releaseRefused' ? [] : [protectedTables(`r-${at + 2}`, VERSIONS.protected)]),
    [
      type,
      `release:r-${at + 2}`,
      { releaseId: `r-${at + 2}`, requestId: `release:${at + 2}`, codes: ['O06'] },
    ],
  ]),
  [
    'quarantined',
    'ingest:d-1',
    {
      subject: { kind: 'dataset-version', id: VERSIONS.curated },
      sourceId: SOURCE,
      zone: 'curated',
      codes: ['K02'],
      destroyBy: '2026-05-01',
      breachAssessment: 'not-needed',
    },
  ],
  ...measures(),
];

/** One source from its contract to its suspension, with requests, deliveries and releases that end otherwise. */
export const LIFE_OF_A_SOURCE: readonly NewEvent[] = [...onboarding, ...otherRequests, ...ingest, ...use].map(
  ([type, workflowId, body], at) =>
    ({
      type,
      identity:
        type === 'decisionRecorded'
          ? { kind: 'decision', workflowId, key: body.key }
          : { kind: 'step', workflowId, runId: 'run', step: type, passage: 0 },
      occurredAt: new Date(Date.parse(BEGINS) + at * 60_000).toISOString(),
      actor: 'worker:control',
      body,
    }) as NewEvent,
);

/** When the nth event of a type occurred. */
export function occurredAt(type: EventType, nth = 0): Date {
  const event = LIFE_OF_A_SOURCE.filter((one) => one.type === type)[nth];
  if (!event) throw new RangeError(`the life of a source has no ${type} of number ${nth}`);
  return new Date(event.occurredAt);
}
