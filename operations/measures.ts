import { SluisError } from '../domain/errors.js';
import type { Measure } from '../domain/names.js';
import { decidingTime } from '../domain/patience.js';
import type { Actor } from '../domain/people.js';
import type { RequestState } from '../domain/request.js';
import { type Act, roleFor } from '../domain/who-may.js';
import type { Access } from './access.js';
import { catalogRows } from './catalog-rows.js';
import { nextRequestNumber } from './request-number.js';
import { shownNow } from './shown-state.js';
import { startWorkflow } from './start-workflow.js';

export interface MeasureOptions<M extends Measure = Measure> {
  readonly measure: M;
  readonly sourceId: string;
  readonly by: Actor;
  readonly reason: string;
}

export interface Imposed {
  readonly measureId: string;
  /** Workflows that were told that their source is stopped. */
  readonly told: readonly string[];
}

const IMPOSING: Readonly<Record<Measure, { readonly act: Act; readonly id: string }>> = {
  suspension: { act: 'suspend', id: 'suspend' },
  withdrawal: { act: 'withdraw', id: 'withdraw' },
  hold: { act: 'hold', id: 'hold' },
};

/** One person imposes a measure on a source; answered means recorded, and told to whatever runs. */
export async function imposeMeasure(access: Access, options: MeasureOptions): Promise<Imposed> {
  const { act, id } = IMPOSING[options.measure];
  roleFor(act, options.by.roles);
  await refuseUnknown(access, options.sourceId);
  const number = await nextRequestNumber(access, options.sourceId);
  const measureId = `${id}:${options.sourceId}:${number}`;
  const { result } = await startWorkflow<Omit<Imposed, 'measureId'>>(
    access,
    'imposeMeasure',
    measureId,
    options,
  );
  return { measureId, ...(await result()) };
}

export interface Lifting {
  readonly requestId: string;
  /** Null until it stands in the inbox. */
  readonly state: () => Promise<RequestState | null>;
  readonly result: () => Promise<RequestState>;
}

const DAY = 24 * 3_600_000;

/** Asks another person to lift what stands on a source now: widening takes two. */
export async function requestLifting(
  access: Access,
  options: MeasureOptions<'suspension' | 'hold'> & { readonly decideWithin?: number },
): Promise<Lifting> {
  const { measure: lifts, sourceId, by, reason } = options;
  roleFor('lift', by.roles);
  await refuseUnknown(access, sourceId);
  const requestNumber = await nextRequestNumber(access, sourceId);
  const requestId = `${lifts === 'hold' ? 'unhold' : 'resume'}:${sourceId}:${requestNumber}`;
  const decideWithin = decidingTime(options.decideWithin);
  const decideBefore = new Date(Date.now() + decideWithin).toISOString();
  const order = { requestId, requestNumber, decideBefore, lifts, sourceId, by, reason };
  const input = { order, decideWithin, remindAfter: 7 * DAY };
  const { handle, result } = await startWorkflow<RequestState>(access, 'liftMeasure', requestId, input);
  return { requestId, state: async () => (await shownNow(handle)).request, result };
}

/** Control asks it again; here nothing has been numbered or started for it yet. */
async function refuseUnknown(access: Access, sourceId: string): Promise<void> {
  const sql = 'SELECT 1 FROM reading.source WHERE source_id = $1';
  if ((await catalogRows(access, sql, [sourceId])).length > 0) return;
  throw new SluisError('SourceUnknown', `There is no source ${sourceId}; see: sluis sources`);
}
