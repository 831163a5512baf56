import { PATIENCE, request } from '../../workflows/testing/requests.js';

/** A contract that is handed in. */
export const submission = {
  request,
  requestNumber: 1,
  decideBefore: '2099-01-01T00:00:00.000Z',
  subject: { kind: 'contract', contract: { sourceId: 's' } },
};

/** A suspension that people are asked to lift. */
export const lifting = {
  order: {
    requestId: 'resume:s:2',
    requestNumber: 2,
    decideBefore: '2099-01-01T00:00:00.000Z',
    lifts: 'suspension',
    sourceId: 's',
    by: request.submitter,
    reason: 'settled',
  },
  ...PATIENCE,
};
