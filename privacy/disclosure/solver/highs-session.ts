import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SluisError } from '../../../domain/errors.js';
import type { LinearModel, Reply, Request, Run, RunResult } from './highs-protocol.js';

export interface SessionLimits {
  readonly timeLimitSeconds: number;
  readonly signal?: AbortSignal;
}

/** A model that lives in the solver's thread until it is closed. */
export interface SolverModel {
  run(run: Run): Promise<RunResult>;
  close(): Promise<void>;
}

/**
 * HiGHS in a thread of its own, for one piece of work with one deadline. After the deadline or an abort the thread is
 * ended at once and every open call rejects: the first with NotProtectable, the second with the signal's reason.
 */
export class HighsSession {
  private readonly waiting: { resolve: (reply: Reply) => void; reject: (reason: unknown) => void }[] = [];
  private readonly stops: (() => void)[] = [];
  private failure: unknown = null;
  private models = 0;
  private name = '';

  private constructor(private readonly worker: Worker) {}

  /** Runs `work` in a fresh session and always ends its thread. */
  static async with<T>(limits: SessionLimits, work: (session: HighsSession) => Promise<T>): Promise<T> {
    limits.signal?.throwIfAborted();
    const session = new HighsSession(new Worker(workerFile(), { workerData: await compiledSolver() }));
    try {
      session.listen(limits);
      const reply = await session.nextReply();
      if ('version' in reply) session.name = reply.version;
      return await work(session);
    } finally {
      await session.end();
    }
  }

  /** Name and version of the solver. */
  get solver(): string {
    return this.name;
  }

  async open(data: LinearModel): Promise<SolverModel> {
    const model = ++this.models;
    await this.ask({ kind: 'open', model, data });
    return {
      run: async (run) => {
        const reply = await this.ask({ kind: 'run', model, run });
        if (!('result' in reply) || reply.result.status === 'failed') throw unsolved();
        return reply.result;
      },
      close: async () => void (await this.ask({ kind: 'close', model })),
    };
  }

  private listen({ timeLimitSeconds, signal }: SessionLimits): void {
    this.worker.on('message', (reply: Reply) => this.waiting.shift()?.resolve(reply));
    this.worker.on('error', () => this.fail(unsolved()));
    this.worker.on('exit', () => this.fail(unsolved()));
    const timer = setTimeout(
      () => this.fail(tooLate(timeLimitSeconds)),
      Math.min(timeLimitSeconds * 1000, 2 ** 31 - 1),
    );
    const abort = () => this.fail(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    this.stops.push(
      () => clearTimeout(timer),
      () => signal?.removeEventListener('abort', abort),
    );
  }

  private ask(request: Request): Promise<Reply> {
    if (this.failure !== null) return Promise.reject(this.failure);
    this.worker.postMessage(request);
    return this.nextReply();
  }

  private nextReply(): Promise<Reply> {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private fail(reason: unknown): void {
    if (this.failure !== null) return;
    this.failure = reason;
    for (const { reject } of this.waiting.splice(0)) reject(reason);
    void this.worker.terminate();
  }

  private async end(): Promise<void> {
    for (const stop of this.stops) stop();
    this.fail(unsolved());
    await this.worker.terminate();
  }
}

const unsolved = () => new SluisError('NotProtectable', 'The solver could not finish this table.');

const tooLate = (seconds: number) =>
  new SluisError(
    'NotProtectable',
    `No protected table within ${seconds} s; allow more time, or take method greedy.`,
  );

/** Node has it; the library of types in use here does not. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

let compiled: Promise<object> | null = null;

/** Compiled once a process: threads share it, and with it what the engine has optimised since. */
function compiledSolver(): Promise<object> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('highs/runtime')).then((bytes) =>
    WebAssembly.compile(bytes),
  );
  return compiled;
}

/** Beside this file; the compiled form finds it in the sources of the same checkout. */
function workerFile(): string {
  const candidates = ['./highs-worker.mjs', '../../../../privacy/disclosure/solver/highs-worker.mjs'].map(
    (path) => fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (!found)
    throw new SluisError('NotProtectable', 'The file privacy/disclosure/solver/highs-worker.mjs is missing.');
  return found;
}
