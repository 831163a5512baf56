import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces of failures are encrypted as payloads are: error texts are where values would leak. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
