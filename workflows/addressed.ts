import { workflowInfo } from '@temporalio/workflow';
import { refuseMisaddressed } from '../domain/sealed-arguments.js';

/** @throws SluisError DigestMismatch where a message names another workflow than this one */
export function requireAddressed(to: string): void {
  refuseMisaddressed(to, workflowInfo().workflowId);
}

/** Of a signal, whose sender hears nothing. */
export function isAddressed(to: string): boolean {
  return to === workflowInfo().workflowId;
}
