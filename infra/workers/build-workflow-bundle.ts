import { buildWorkflowBundle } from './workflow-bundle.js';

/** A step of the build: workflow code in one file, so that the control worker need not make it at each start. */
await buildWorkflowBundle();
