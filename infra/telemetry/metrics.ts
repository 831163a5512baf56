import type { Context } from '@temporalio/activity';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { isErrorCode } from '../../domain/errors.js';
import type { WorkerRole } from '../../domain/names.js';

export interface WorkerMetrics {
  /** Text of the exposition format 0.0.4. */
  readonly text: () => Promise<string>;
  /** Outermost interceptor of a worker: how long each step took, and how it ended. */
  readonly interceptors: (context: Context) => {
    inbound: { execute: <I, O>(input: I, next: (input: I) => Promise<O>) => Promise<O> };
  };
}

/** Metrics of one worker. Labels are names of steps and codes of ours, never an id and never a value. */
export function workerMetrics(role: WorkerRole): WorkerMetrics {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  const steps = new Histogram({
    name: 'sluis_step_seconds',
    help: 'Duration of a step, by its name and its outcome: ok, or an error code.',
    labelNames: ['step', 'outcome'] as const,
    buckets: [0.01, 0.05, 0.2, 1, 5, 20, 60, 300, 1800],
    registers: [registry],
  });
  const interceptors = ({ info }: Context) => ({
    inbound: {
      async execute<I, O>(input: I, next: (input: I) => Promise<O>): Promise<O> {
        const stop = steps.startTimer({ step: info.activityType });
        try {
          const output = await next(input);
          stop({ outcome: 'ok' });
          return output;
        } catch (error) {
          stop({ outcome: outcomeOf(error) });
          throw error;
        }
      },
    },
  });
  return { text: () => registry.metrics(), interceptors };
}

function outcomeOf(error: unknown): string {
  const { type } = error as { type?: unknown };
  return typeof type === 'string' && isErrorCode(type) ? type : 'other';
}
