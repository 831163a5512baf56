import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WorkflowHandle } from '@temporalio/client';
import { it } from 'vitest';
import type { GateAnswer } from '../../domain/ingest.js';
import { SCHEDULES } from '../../domain/names.js';
import { dataConverter } from '../../infra/temporal/data-converter.js';
import * as messages from '../../workflows/messages.js';
import { fails, recordingActivities } from '../../workflows/testing/recording-activities.js';
import {
  allow,
  decision,
  deny,
  HASH,
  INGEST,
  PATIENCE,
  RELEASE,
  REVIEWING,
  RUN,
  request,
  SENT,
} from '../../workflows/testing/requests.js';
import { eventually, shown, until, workflowServerForTests } from '../../workflows/testing/workflow-server.js';
import {
  decodedHistory,
  ENCRYPTED,
  HISTORIES,
  HISTORY_TEST_KEY,
  type HistoryJson,
  RECORDER,
} from './history-file.js';
import { lifting, submission } from './history-inputs.js';

const run = promisify(execFile);
const server = workflowServerForTests({ dataConverter: dataConverter(HISTORY_TEST_KEY), identity: RECORDER });

interface Case {
  readonly file: string;
  readonly workflow: string;
  readonly input: unknown;
  /** Where its input names it. */
  readonly workflowId?: string;
  readonly steps: ReturnType<typeof recordingActivities>;
  readonly people?: (handle: WorkflowHandle) => Promise<void>;
}

const review: GateAnswer = { outcome: 'REVIEW', codes: ['L01'], verdictHash: HASH };
const steward = decision('one', 'steward');
const officer = decision('two', 'privacy-officer');
const deliver = async (handle: WorkflowHandle) => {
  await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] });
  await handle.executeUpdate(messages.sealDelivery, { args: [SENT] });
};
/** Something in quarantine, or that ended, with one copy; it stands so each time that it is asked. */
const destroying = (...states: readonly ('held' | 'waits' | 'due' | 'ended')[]) => {
  const answers = [...states];
  const gone = { zone: 'curated', key: 'k', sha256: HASH } as const;
  return recordingActivities(() => allow, {
    control: {
      quarantineCopies: async () => [HASH],
      destructionDue: async () => {
        const state = answers.shift() ?? 'gone';
        return state === 'waits' ? { state, left: 300 } : { state };
      },
    },
    data: { removeCopies: async () => [{ of: HASH, objects: [gone] }] },
    vault: {
      destroyDelivery: async () => ({
        objects: [{ zone: 'landing', key: 'd1/a1/1', sha256: HASH }],
        keyIds: ['k1'],
      }),
    },
  });
};
/** A run in quarantine whose result the data worker removes at the second try. */
const triedAgain = () => {
  let tries = 0;
  return recordingActivities(() => allow, {
    control: { destructionDue: async () => ({ state: 'due' }) },
    data: {
      removeCopies: async () => {
        tries += 1;
        return tries === 1
          ? await fails('CatalogConflict')()
          : [{ of: null, objects: [{ zone: 'result', key: 'k', sha256: HASH }] }];
      },
    },
  });
};
/** A gate that refuses what is past its retention, and a version that is. */
const pastRetention = () =>
  recordingActivities(() => deny('T01'), {
    control: {
      quarantinePastRetention: async () => [{ kind: 'dataset-version', id: HASH }],
      destructionDue: async () => ({ state: 'due', alone: true }),
    },
  });

const CASES: readonly Case[] = [
  {
    file: `onboard-source-approved${ENCRYPTED}`,
    workflow: 'onboardSource',
    input: { submission, ...PATIENCE },
    steps: recordingActivities(() => allow),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideOnboarding, { args: [steward] });
      await handle.executeUpdate(messages.decideOnboarding, { args: [officer] });
    },
  },
  {
    file: 'onboard-source-refused.json',
    workflow: 'onboardSource',
    input: { submission, ...PATIENCE },
    steps: recordingActivities(() => deny('L05')),
  },
  {
    file: 'onboard-source-expired.json',
    workflow: 'onboardSource',
    input: { submission, decideWithin: 2500, remindAfter: 1000 },
    steps: recordingActivities(() => allow),
  },
  {
    file: 'ingest-delivery-reviewed-and-curated.json',
    workflow: 'ingestDelivery',
    input: INGEST,
    steps: recordingActivities(({ gate, passage }) => (gate === 'G1' && passage === 0 ? review : allow)),
    people: async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideReview, { args: [steward] });
      await handle.executeUpdate(messages.decideReview, { args: [officer] });
    },
  },
  {
    file: 'ingest-delivery-refused.json',
    workflow: 'ingestDelivery',
    input: INGEST,
    steps: recordingActivities(({ gate }) => (gate === 'G1' ? deny('C03') : allow)),
    people: deliver,
  },
  {
    file: 'ingest-delivery-malformed.json',
    workflow: 'ingestDelivery',
    input: INGEST,
    steps: recordingActivities(() => allow, { vault: { pseudonymiseDelivery: fails('SourceMalformed') } }),
    people: deliver,
  },
  {
    file: 'ingest-delivery-aborted.json',
    workflow: 'ingestDelivery',
    input: { ...INGEST, sendWithin: 700 },
    steps: recordingActivities(() => allow),
    people: async (handle) =>
      void (await handle.executeUpdate(messages.openIntake, { args: [handle.workflowId] })),
  },
  {
    file: 'run-theme-ready.json',
    workflow: 'runTheme',
    input: RUN,
    steps: recordingActivities(() => allow),
  },
  {
    file: 'run-theme-refused.json',
    workflow: 'runTheme',
    input: RUN,
    steps: recordingActivities(() => allow, { data: { analyseTheme: fails('SqlRefused') } }),
  },
  {
    file: 'release-result-released.json',
    workflow: 'releaseResult',
    input: RELEASE,
    steps: recordingActivities(() => allow),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      const checker = decision('checker', 'output-checker');
      await handle.executeUpdate(messages.decideRelease, { args: [checker] });
    },
  },
  {
    file: 'release-result-refused.json',
    workflow: 'releaseResult',
    input: RELEASE,
    steps: recordingActivities(() => allow, { data: { protectResult: fails('NotProtectable') } }),
  },
  {
    file: 'run-theme-reviewed-and-ready.json',
    workflow: 'runTheme',
    input: { ...RUN, reviewing: REVIEWING },
    steps: recordingActivities(({ passage }) => (passage === 0 ? review : allow)),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideReview, { args: [steward] });
      await handle.executeUpdate(messages.decideReview, { args: [officer] });
    },
  },
  {
    file: 'run-theme-cancelled-in-review.json',
    workflow: 'runTheme',
    input: { ...RUN, reviewing: REVIEWING },
    steps: recordingActivities(() => review, {
      control: { standingRun: async () => ({ state: 'cancelled' }) },
    }),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.signal(messages.runCancelled, handle.workflowId);
    },
  },
  {
    file: 'run-theme-cancelled-unheard.json',
    workflow: 'runTheme',
    input: RUN,
    steps: recordingActivities(() => allow, {
      control: {
        standingRun: async () => ({ state: 'cancelled' }),
        recordMade: fails('CatalogConflict'),
      },
    }),
  },
  {
    file: 'cancel-run.json',
    workflow: 'cancelRun',
    input: { runId: 'ended-before', by: request.submitter, reason: 'wrong parameters' },
    steps: recordingActivities(() => allow),
  },
  {
    file: 'release-result-reviewed-and-stopped.json',
    workflow: 'releaseResult',
    input: { ...RELEASE, reviewing: REVIEWING },
    steps: recordingActivities(({ passage }) => [review, allow, deny('S05')][passage] ?? allow),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      await handle.executeUpdate(messages.decideReview, { args: [steward] });
      await handle.executeUpdate(messages.decideReview, { args: [officer] });
      await eventually(async () => (await shown(handle)).state?.stage === 'awaitingDecision');
      await handle.signal(messages.sourceStopped, 's');
    },
  },
  {
    file: 'ingest-delivery-stopped-in-review.json',
    workflow: 'ingestDelivery',
    input: INGEST,
    steps: recordingActivities(({ gate, passage }) =>
      gate === 'G1' ? ([review, deny('S05')][passage] ?? allow) : allow,
    ),
    people: async (handle) => {
      await deliver(handle);
      await until(handle, 'awaitingDecision');
      await handle.signal(messages.sourceStopped, 's');
    },
  },
  {
    file: 'impose-measure.json',
    workflow: 'imposeMeasure',
    input: { measure: 'suspension', sourceId: 's', by: request.submitter, reason: 'in doubt' },
    steps: recordingActivities(() => allow, { control: { openWork: async () => ['ended-before'] } }),
  },
  {
    file: 'lift-measure-lifted.json',
    workflow: 'liftMeasure',
    input: lifting,
    steps: recordingActivities(() => allow),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      const lifted = decision('two', 'privacy-officer', { subjectHash: 'c'.repeat(64) });
      await handle.executeUpdate(messages.decideLifting, { args: [lifted] });
    },
  },
  {
    file: 'lift-measure-expired.json',
    workflow: 'liftMeasure',
    input: { ...lifting, decideWithin: 700 },
    steps: recordingActivities(() => allow),
  },
  {
    file: 'lift-measure-hold-lifted.json',
    workflow: 'liftMeasure',
    input: { ...lifting, order: { ...lifting.order, lifts: 'hold' } },
    steps: recordingActivities(() => allow, { control: { destructionsOf: async () => ['ended-before'] } }),
    people: async (handle) => {
      await until(handle, 'awaitingDecision');
      const lifted = decision('two', 'privacy-officer', { subjectHash: 'c'.repeat(64) });
      await handle.executeUpdate(messages.decideLifting, { args: [lifted] });
    },
  },
  {
    file: 'destroy-quarantined-delivery.json',
    workflow: 'destroyQuarantined',
    input: { subject: { kind: 'delivery', id: 'd1' }, askAgainAfter: 1000 },
    // Each look asks twice: before the copies and after them.
    steps: destroying('due', 'held', 'due', 'waits', 'due', 'due'),
  },
  {
    file: 'destroy-quarantined-release.json',
    workflow: 'destroyQuarantined',
    input: { subject: { kind: 'release', id: 'x1' } },
    steps: destroying('due'),
  },
  {
    file: 'destroy-quarantined-release-that-ended.json',
    workflow: 'destroyQuarantined',
    input: { subject: { kind: 'release', id: 'x1' } },
    steps: destroying('ended'),
  },
  {
    file: 'destroy-quarantined-run-tried-again.json',
    workflow: 'destroyQuarantined',
    input: { subject: { kind: 'run', id: 'run-1' }, askAgainAfter: 1000 },
    steps: triedAgain(),
  },
  {
    file: 'destroy-quarantined-version.json',
    workflow: 'destroyQuarantined',
    input: { subject: { kind: 'dataset-version', id: HASH } },
    steps: pastRetention(),
  },
  {
    file: 'sweep-retention.json',
    workflow: 'sweepRetention',
    input: SCHEDULES.retention,
    steps: pastRetention(),
  },
  {
    file: 'run-theme-past-retention.json',
    workflow: 'runTheme',
    input: RUN,
    steps: pastRetention(),
  },
  {
    file: 'follow-up-quarantine.json',
    workflow: 'followUpQuarantine',
    input: { act: 'assess', subjectId: 'd1', outcome: 'no-breach', by: request.submitter, reason: 'read' },
    steps: recordingActivities(() => allow),
  },
  {
    file: 'check-objects.json',
    workflow: 'checkObjects',
    input: {
      vault: [{ zone: 'landing', key: 'd1/a1/1', sha256: HASH, seq: 1 }],
      data: [],
      seals: [{ table: 'data_protection', key: 'protection:r1', sha256: HASH, seq: 1 }],
    },
    steps: recordingActivities(() => allow),
  },
  {
    file: 'read-checkpoint.json',
    workflow: 'readCheckpoint',
    input: 'read-checkpoint:recorded',
    workflowId: 'read-checkpoint:recorded',
    steps: recordingActivities(() => allow),
  },
  {
    file: 'read-staff-names.json',
    workflow: 'readStaffNames',
    input: [HASH],
    steps: recordingActivities(() => allow),
  },
  {
    file: 'read-protected-tables.json',
    workflow: 'readProtectedTables',
    input: { releaseId: 'release:made:1', reader: request.submitter, tokenHash: HASH },
    steps: recordingActivities(() => allow),
  },
];

it.each(CASES)('records $file', async ({ file, workflow, input, workflowId, steps, people }) => {
  const handle = await server.serving(steps, async () => {
    const started = await server.start(workflow, input, workflowId === undefined ? {} : { workflowId });
    await people?.(started);
    await started.result();
    return started;
  });
  const asStored = await fromServer(handle.workflowId);
  const history = file.endsWith(ENCRYPTED) ? asStored : await decodedHistory(asStored);
  const lines = history.events.map((event) => JSON.stringify(event)).join(',\n');
  writeFileSync(join(HISTORIES, file), `{"events":[\n${lines}\n]}\n`);
});

/** As the server has it. The SDK's own conversion to JSON fails; the program of the server does it right. */
async function fromServer(workflowId: string): Promise<HistoryJson> {
  const temporal = process.env.SLUIS_TEMPORAL ?? 'temporal';
  const args = ['workflow', 'show', '--workflow-id', workflowId, '--output', 'json'];
  const { stdout } = await run(temporal, [...args, '--address', server.address]);
  return JSON.parse(stdout) as HistoryJson;
}
