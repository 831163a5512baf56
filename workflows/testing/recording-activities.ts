import type {
  ControlActivities,
  DataActivities,
  GateQuestion,
  PlainEvent,
  VaultActivities,
} from '../../activities/contract.js';
import { type ErrorCode, SluisError } from '../../domain/errors.js';
import type { GateAnswer, Sealed } from '../../domain/ingest.js';

const CONTRACT = 'c'.repeat(64);
/** Version of the protected tables: what the tests' decisions are about. */
const TABLES = 'a'.repeat(64);

function sealed(version: string, rows: number): Sealed {
  const manifest = {
    dataset: 'made',
    zone: 'curated',
    contractHash: CONTRACT,
    inputs: [],
    objects: [],
    columns: [],
    rows,
    codeVersion: 'test',
    engineVersion: 'test',
  } as const;
  return { version, rows, manifest };
}

/** What a test has a step do in place of answering at once. */
export interface OtherSteps {
  readonly control?: Partial<ControlActivities>;
  readonly vault?: Partial<VaultActivities>;
  readonly data?: Partial<DataActivities>;
}

/** Activities that note what a workflow asks of them, for tests of the order of steps alone. */
export function recordingActivities(
  answers: (question: GateQuestion) => GateAnswer,
  otherSteps: OtherSteps = {},
) {
  const log: string[] = [];
  const events: PlainEvent[] = [];
  const note = (line: string) => void log.push(line);
  const control: ControlActivities = {
    recordSubmission: async () => note('submission'),
    partakersOf: async () => ({ excludedPersons: [], excludedOrganisations: [] }),
    askGate: async (question) => {
      note(`${question.gate}#${question.passage}`);
      return answers(question);
    },
    standingDecisions: async () => [],
    recordDecision: async (_request, decision) => {
      note(`decision:${decision.key}`);
      return decision;
    },
    record: async (event: PlainEvent) => {
      events.push(event);
      note(event.type);
    },
    requestReview: async (body) => {
      events.push({ type: 'reviewRequested', step: 'review', passage: 0, body });
      note('reviewRequested');
      return { subjectHash: body.subjectHash, state: 'open' };
    },
    standingDelivery: async (deliveryId) => ({
      deliveryId,
      sourceId: 's',
      contractHash: CONTRACT,
      sent: null,
      zone: 'landing',
      refused: null,
    }),
    recordLanded: async () => note('landed'),
    recordProfiled: async () => note('profiled'),
    recordMade: async (step) => note(step.type),
    readCheckpoint: async () => null,
    readStaffNames: async () => ({}),
    recordReading: async () => note('reading'),
    checkSeals: async () => [],
    recordMeasure: async ({ measure }) => note(measure),
    requestLifting: async ({ requestId, by }) => {
      note('lifting');
      const parties = { submitter: by, excludedPersons: [], excludedOrganisations: [] };
      return { requestId, subjectHash: CONTRACT, deciders: ['privacy-officer'], ...parties };
    },
    recordLifted: async () => note('lifted'),
    openWork: async () => [],
    quarantineCopies: async () => [],
    quarantinePastRetention: async () => {
      note('quarantinePastRetention');
      return [];
    },
    destructionDue: async () => ({ state: 'gone' }),
    destructionsOf: async () => [],
    recordFollowUp: async ({ act }) => note(act),
    recordCancellation: async () => {
      note('cancellation');
      return { already: false };
    },
    standingRun: async () => ({ state: 'requested' }),
    ...otherSteps.control,
  };
  const vault: VaultActivities = {
    openDelivery: async () => ({ deliveryId: 'd1', attempt: 'a1', intakeUrl: 'http://127.0.0.1:1' }),
    land: async () => note('land'),
    profileDelivery: async () => ({ rows: 10, profileHash: CONTRACT }),
    pseudonymiseDelivery: async () => ({ ...sealed('p1', 10), invalid: {} }),
    abortDelivery: async () => {
      note('abort');
      return 'removed';
    },
    removeCopies: async () => [],
    destroyVersion: async () => [],
    destroyDelivery: async () => ({ objects: [], keyIds: [] }),
    checkObjects: async () => [],
    ...otherSteps.vault,
  };
  const data: DataActivities = {
    curateDataset: async () => sealed('v1', 10),
    analyseTheme: async () => sealed('r1', 4),
    protectResult: async () => ({ ...sealed(TABLES, 4), hidden: 1 }),
    publishRelease: async () => sealed('o1', 4),
    retractRelease: async () => note('retract'),
    removeCopies: async () => [],
    destroyVersion: async () => [],
    openReadingRoom: async () => ({ url: 'http://127.0.0.1:1' }),
    checkObjects: async () => [],
    ...otherSteps.data,
  };
  return { log, events, control, vault, data };
}

/** A step that ends with one code, as a worker's interceptor tells it to Temporal. */
export function fails(code: ErrorCode): () => Promise<never> {
  return async () => {
    throw new SluisError(code, 'this step of a test ends here');
  };
}
