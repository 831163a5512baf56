import type { EventOf } from '../domain/lifecycle.js';
import type { EventType, Measure } from '../domain/names.js';
import type * as bodies from './event-bodies.js';
import type { StoredEvent } from './event-types.js';
import { made } from './project-made.js';
import { bear, type Change, insert, move, update } from './projection-tables.js';

type Projector<T extends EventType> = (body: StoredEvent<T>['body'], event: StoredEvent<T>) => Change[];

/** What an event changes in the projections: pure, so that they can be rebuilt and compared. */
export function project(event: StoredEvent): Change[] {
  const projector = PROJECTORS[event.type] as Projector<EventType>;
  return projector(event.body, event);
}

function asked(
  kind: 'contract' | 'linkage' | 'review' | 'release' | 'lifting',
  body: bodies.Asking,
  event: StoredEvent,
  about: { subjectKind: string; subjectId: string; sourceId: string | null; submittedBy: string | null },
): Change {
  return bear('request', event.type as EventOf<'request'>, {
    request_id: body.requestId,
    kind,
    number: body.requestNumber,
    workflow_id: event.identity.workflowId,
    source_id: about.sourceId,
    subject_kind: about.subjectKind,
    subject_id: about.subjectId,
    subject_hash: body.subjectHash,
    deciders: body.deciders,
    submitted_by: about.submittedBy,
    opened_at: event.occurredAt,
    decide_before: body.decideBefore,
    codes: [],
    opened_seq: event.seq,
  });
}

const closed = (requestId: string, event: StoredEvent, codes: readonly string[] = []): Change =>
  move(
    'request',
    event.type as EventOf<'request'>,
    { request_id: requestId },
    {
      codes,
      closed_at: event.occurredAt,
    },
  );

const ended = (body: bodies.AskingClosed, event: StoredEvent): Change[] => [
  closed(body.requestId, event, body.codes),
];

const approved = (body: bodies.RequestClosed, event: StoredEvent): Change[] => {
  const changes = ended(body, event);
  const approval = { approved_at: event.occurredAt, approved_in: body.requestId };
  if (body.closes.kind === 'linkage')
    changes.push(update('linkage', { linkage_hash: body.closes.linkageHash }, approval));
  if (body.closes.kind === 'contract') {
    const { contractHash, sourceId } = body.closes;
    changes.push(update('contract', { contract_hash: contractHash }, approval));
    // An approval lifts no measure: whoever suspended the source did not ask about this version.
    const current = { contract_hash: contractHash, approved_at: event.occurredAt };
    changes.push(update('source', { source_id: sourceId }, current));
  }
  return changes;
};

const release = (id: string, event: StoredEvent, set: Record<string, unknown>): Change =>
  move('release', event.type as EventOf<'release'>, { release_id: id }, set);

const releaseClosed = (body: bodies.ReleaseClosed, event: StoredEvent): Change[] => [
  release(body.releaseId, event, { codes: body.codes, closed_at: event.occurredAt }),
  closed(body.requestId, event, body.codes),
];

const delivery = (id: string, event: StoredEvent, set: Record<string, unknown>): Change =>
  move(
    'delivery',
    event.type as EventOf<'delivery'>,
    { delivery_id: id },
    {
      ...set,
      changed_at: event.occurredAt,
    },
  );

const quarantine = (
  event: EventOf<'quarantine'>,
  { kind, id }: bodies.Subject,
  set: Record<string, unknown>,
): Change => move('quarantine', event, { subject_kind: kind, subject_id: id }, set);

const imposed = (
  measure: Measure,
  body: bodies.MeasureImposed | bodies.Withdrawn,
  event: StoredEvent,
): Change =>
  bear('measure', event.type as EventOf<'measure'>, {
    measure_id: event.identity.workflowId,
    source_id: body.sourceId,
    measure,
    contract_hash: 'contractHash' in body ? body.contractHash : null,
    imposed_by: body.by.ref,
    role: body.by.as,
    reason: body.reason,
    imposed_at: event.occurredAt,
  });

const measureMoved = (id: string, event: StoredEvent, set: Record<string, unknown>): Change =>
  move('measure', event.type as EventOf<'measure'>, { measure_id: id }, set);

const lifted = ({ requestId, measures }: bodies.MeasuresLifted, event: StoredEvent): Change[] => [
  ...measures.map((id) => measureMoved(id, event, { lifted_at: event.occurredAt, lifted_in: requestId })),
  closed(requestId, event, []),
];

const PROJECTORS: { [T in EventType]: Projector<T> } = {
  contractSubmitted: (body, event) => [
    asked('contract', body, event, {
      subjectKind: 'contract',
      subjectId: body.contractHash,
      sourceId: body.sourceId,
      submittedBy: body.submitter.ref,
    }),
    insert('contract', {
      contract_hash: body.contractHash,
      contract_id: body.contract.id,
      version: body.contract.version,
      source_id: body.sourceId,
      body: body.contract,
      valid_from: body.contract.validity.from,
      valid_until: body.contract.validity.until,
      submitted_at: event.occurredAt,
    }),
    insert('source', { source_id: body.sourceId, submitted_at: event.occurredAt }),
  ],
  linkageSubmitted: (body, event) => [
    asked('linkage', body, event, {
      subjectKind: 'linkage',
      subjectId: body.linkageHash,
      sourceId: null,
      submittedBy: body.submitter.ref,
    }),
    insert('linkage', {
      linkage_hash: body.linkageHash,
      linkage_id: body.linkageId,
      version: body.linkage.version,
      body: body.linkage,
      valid_from: body.linkage.validity.from,
      valid_until: body.linkage.validity.until,
      submitted_at: event.occurredAt,
    }),
  ],
  gateAsked: ({ gate, subject, verdict }, event) => [
    insert('gate_verdict', {
      seq: event.seq,
      gate,
      workflow_id: event.identity.workflowId,
      run_id: event.identity.kind === 'step' ? event.identity.runId : '',
      passage: event.identity.kind === 'step' ? event.identity.passage : 0,
      subject_kind: subject.kind,
      subject_id: subject.id,
      outcome: verdict.outcome,
      codes: verdict.hits.map(({ code }) => code),
      verdict,
      facts_hash: verdict.factsHash,
      policy_hash: verdict.policyHash,
      fictitious: verdict.fictitious,
      asked_at: event.occurredAt,
    }),
  ],
  decisionRecorded: (body, event) => [
    move('request', 'decisionRecorded', { request_id: body.requestId }, {}),
    insert('decision', {
      workflow_id: event.identity.workflowId,
      decision_key: body.key,
      request_id: body.requestId,
      choice: body.choice,
      decided_by: body.by.ref,
      role: body.by.as,
      organisation: body.by.organisation,
      reason: body.reason,
      subject_hash: body.subjectHash,
      decided_at: event.occurredAt,
      seq: event.seq,
    }),
  ],
  onboardingApproved: approved,
  onboardingRejected: ended,
  onboardingExpired: ended,
  onboardingRefused: ended,
  reminderDue: (body, event) => [
    move('request', 'reminderDue', { request_id: body.requestId }, { reminded_at: event.occurredAt }),
  ],
  deliveryOpened: (body, event) => [
    bear('delivery', 'deliveryOpened', {
      delivery_id: body.deliveryId,
      source_id: body.sourceId,
      contract_hash: body.contractHash,
      workflow_id: event.identity.workflowId,
      delivered_by: body.deliveredBy.ref,
      codes: [],
      opened_at: event.occurredAt,
      changed_at: event.occurredAt,
    }),
  ],
  deliveryAborted: (body, event) => [delivery(body.deliveryId, event, { codes: [body.cause] })],
  deliveryLanded: ({ deliveryId, attempt, landingHash, parts }, event) => [
    delivery(deliveryId, event, { attempt, landing_hash: landingHash, parts }),
  ],
  deliveryProfiled: (body, event) => [delivery(body.deliveryId, event, { profile: body })],
  deliveryRefused: ({ deliveryId, codes }, event) => [delivery(deliveryId, event, { codes })],
  quarantined: (body, event) => {
    const { subject, codes } = body;
    const changes = [
      bear('quarantine', 'quarantined', {
        subject_kind: subject.kind,
        subject_id: subject.id,
        source_id: body.sourceId,
        zone: body.zone,
        codes,
        since: event.occurredAt,
        destroy_by: body.destroyBy,
        breach_assessment: body.breachAssessment,
        past_retention: body.pastRetention === true,
      }),
    ];
    // A delivery that went its way stays what it became: no rule refused it.
    if (subject.kind === 'delivery')
      changes.push(delivery(subject.id, event, body.pastRetention ? {} : { codes }));
    if (subject.kind === 'dataset-version')
      changes.push(move('dataset_version', 'quarantined', { version: subject.id }, {}));
    return changes;
  },
  providerTold: (body, event) => [
    quarantine('providerTold', body.subject, {
      told_at: event.occurredAt,
      told_by: body.by.ref,
      told_notice: body.noticeSha256,
      told_how: body.reason,
    }),
  ],
  breachAssessed: (body, event) => [
    quarantine('breachAssessed', body.subject, {
      assessment: body.outcome,
      assessed_at: event.occurredAt,
      assessed_by: body.by.ref,
      assessment_reason: body.reason,
    }),
  ],
  destroyed: ({ subject, objects, keyIds }, event) => {
    const gone = { destroyed_at: event.occurredAt, objects: objects.length, keys: keyIds.length };
    const changes = [quarantine('destroyed', subject, gone)];
    if (subject.kind === 'delivery') changes.push(delivery(subject.id, event, {}));
    if (subject.kind === 'dataset-version')
      changes.push(move('dataset_version', 'destroyed', { version: subject.id }, {}));
    return changes;
  },
  pseudonymised: (body, event) => [
    ...made('pseudonymise', body, event, { deliveryId: body.deliveryId }),
    delivery(body.deliveryId, event, { pseudonymised: body.version }),
  ],
  curated: (body, event) => [
    ...made('curate', body, event, { deliveryId: body.deliveryId, access: body.access, risk: body.risk }),
    delivery(body.deliveryId, event, { curated: body.version }),
  ],
  reviewRequested: (body, event) => [
    // What has ended asks nobody any more.
    ...(body.subject.kind === 'run' ? [move('run', 'reviewRequested', { run_id: body.subject.id }, {})] : []),
    asked('review', body, event, {
      subjectKind: body.subject.kind,
      subjectId: body.subject.id,
      sourceId: body.sourceId,
      submittedBy: null,
    }),
    insert('review', {
      request_id: body.requestId,
      gate: body.gate,
      subject_kind: body.subject.kind,
      subject_id: body.subject.id,
      source_id: body.sourceId,
      codes: body.codes,
    }),
  ],
  runRequested: (body, event) => [
    bear('run', 'runRequested', {
      run_id: body.runId,
      kind: 'theme',
      workflow_id: event.identity.workflowId,
      theme: body.theme,
      theme_hash: body.themeHash,
      purpose: body.purpose,
      requested_by: body.requester.ref,
      codes: [],
      started_at: event.occurredAt,
    }),
    insert('run_input', ...body.inputs.map(({ version }) => ({ run_id: body.runId, version }))),
  ],
  runRefused: ({ runId, codes }, event) => [
    move('run', 'runRefused', { run_id: runId }, { codes, finished_at: event.occurredAt }),
  ],
  runCancelled: ({ runId, review, by, reason }, event) => [
    move(
      'run',
      'runCancelled',
      { run_id: runId },
      {
        cancelled_by: by.ref,
        cancelled_as: by.as,
        cancel_reason: reason,
        finished_at: event.occurredAt,
      },
    ),
    ...(review === null ? [] : [closed(review, event)]),
  ],
  analysed: (body, event) => made('theme', body, event, { runId: body.runId, access: 'restricted' }),
  releaseRequested: (body, event) => [
    asked('release', body, event, {
      subjectKind: 'release',
      subjectId: body.releaseId,
      sourceId: null,
      submittedBy: body.requester.ref,
    }),
    bear('release', 'releaseRequested', {
      release_id: body.releaseId,
      request_id: body.requestId,
      run_id: body.runId,
      theme: body.theme,
      result_version: body.resultVersion,
      requested_by: body.requester.ref,
      codes: [],
      files: [],
      requested_at: event.occurredAt,
    }),
  ],
  protected: (body, event) => [
    ...made('protect', body, event, { releaseId: body.releaseId, access: 'restricted' }),
    move('request', 'protected', { request_id: body.requestId }, { subject_hash: body.version }),
    release(body.releaseId, event, {
      protected_version: body.version,
      report_hash: body.reportHash,
      cells: body.cells,
      hidden: body.hidden,
    }),
  ],
  // The log itself is the record of reading.
  protectedTablesRead: (body, event) => [release(body.releaseId, event, {})],
  releaseRefused: releaseClosed,
  releaseRejected: releaseClosed,
  releaseExpired: releaseClosed,
  released: (body, event) => [
    ...made('release', body, event, { releaseId: body.releaseId }),
    release(body.releaseId, event, {
      released_version: body.version,
      rows: body.rows,
      hidden: body.hidden,
      files: body.files,
      closed_at: event.occurredAt,
    }),
    closed(body.requestId, event),
  ],
  suspended: (body, event) => [imposed('suspension', body, event)],
  withdrawn: (body, event) => [imposed('withdrawal', body, event)],
  holdPlaced: (body, event) => [imposed('hold', body, event)],
  liftingRequested: (body, event) => [
    asked('lifting', body, event, {
      subjectKind: body.lifts,
      subjectId: body.sourceId,
      sourceId: body.sourceId,
      submittedBy: body.requester.ref,
    }),
    ...body.measures.map((id) => measureMoved(id, event, {})),
  ],
  suspensionLifted: lifted,
  holdLifted: lifted,
  requestApproved: ended,
  requestRejected: ended,
  requestExpired: ended,
  requestRefused: ended,
};
