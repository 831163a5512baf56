import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { LiftingOrder } from '../activities/contract.js';
import { SluisError } from '../domain/errors.js';
import type { RequestState } from '../domain/request.js';
import { control } from './activities.js';
import { DecisionDesk, type Patience } from './decisions.js';
import { REQUEST_ENDED } from './gatekeeper.js';
import { decideLifting, lookAgain } from './messages.js';
import { tell } from './tell.js';

export interface LiftingInput extends Patience {
  readonly order: LiftingOrder;
}

/** Somebody asks to lift a suspension or a legal hold, and another person decides: widening takes two. */
export async function liftMeasure(input: LiftingInput): Promise<RequestState> {
  const { requestId } = input.order;
  const desk = new DecisionDesk(
    decideLifting,
    'request',
    () => new SluisError('RequestClosed', `request ${requestId} is not open for decisions`),
  );
  const request = await control.requestLifting(input.order);
  const closed = await desk.ask(request, input);
  if (closed.stage === 'approved') await lifted(input.order);
  else if (closed.stage !== 'awaitingDecision') {
    const body = { requestId, codes: [] };
    await control.record({ type: REQUEST_ENDED[closed.stage], step: `close:${requestId}`, passage: 0, body });
  }
  await condition(allHandlersFinished);
  return closed;
}

/** What stood in quarantine past its term for a legal hold is destroyed once that is lifted. */
async function lifted({ requestId, lifts, sourceId }: LiftingOrder): Promise<void> {
  await control.recordLifted(requestId);
  if (lifts === 'hold') await tell(await control.destructionsOf(sourceId), lookAgain);
}
