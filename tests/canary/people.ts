import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliverDemo } from '../../demo/delivering.js';
import { releaseDemo } from '../../demo/releasing.js';
import { accountsOf, approveByAll } from '../../demo/waiting.js';
import { waitingFor } from '../../domain/request.js';
import { repositoryRoot } from '../../infra/home.js';
import { demoAccount } from '../../operations/demo-accounts.js';
import { readProtected } from '../../operations/read-protected.js';
import { requestRelease } from '../../operations/release.js';
import { readSubject } from '../../operations/subject.js';
import { submit } from '../../operations/submit.js';
import { verifyAudit } from '../../operations/verify.js';
import { endedOrWaiting } from '../../operations/waiting.js';
import type { Stack } from '../stack.js';
import type { CommandLine } from './command-line.js';
import type { Place } from './places.js';

export const THEME = 'instroom-drugs';
export const FIRST_RUN = `run:${THEME}:1`;

/** What people do while ports fail, again and again, as people do; what they are told is kept for the search. */
export class People {
  /** Errors are texts too. */
  readonly told: Place[] = [];

  /**
   * @param file path of the marked file of a source and a delivery
   * @param broken paths of files of one delivery: so long that the store takes them in parts, and the intake breaks off the last
   */
  constructor(
    readonly stack: Stack,
    readonly command: CommandLine,
    readonly file: (id: string, edition: number) => string,
    readonly broken: () => readonly string[],
  ) {}

  /** Deliveries, one of which breaks off, then every other thing that the first run did: each step is asked for again. */
  async doMuch(edition: number, commands: readonly (readonly string[])[]): Promise<void> {
    const { access } = this.stack;
    // Before anything else: whether the log has a first note control asks at the first thing that it records.
    await this.attemptAgain(() => this.submitContract());
    const sending = ['brp', 'politie-verdachte', 'bag', 'woz'].map((id) =>
      this.attempt(deliverDemo(access, id, [this.file(id, edition)])),
    );
    await Promise.all([...sending, this.sendBroken()]);
    await Promise.all([
      // What an engine says for good refuses the run or the release: it is asked for again.
      this.attemptAgain(() => releaseDemo(access, THEME)).then(() => this.attemptAgain(() => this.release())),
      this.attempt(verifyAudit(access)),
      this.askAll(commands),
    ]);
  }

  /** Was it done? What fails is told to somebody, and searched. */
  async attempt(work: Promise<unknown>): Promise<boolean> {
    return await work.then(
      () => true,
      (error: Error) => {
        this.told.push({ name: 'an error', text: `${error.message} ${error.stack}` });
        return false;
      },
    );
  }

  /** Begin, part and end of what the store takes in parts each break it off before the next. */
  private async sendBroken(): Promise<void> {
    for (let tried = 0; tried < 3; tried += 1)
      await this.attempt(deliverDemo(this.stack.access, 'vergunning', this.broken()));
  }

  private async attemptAgain(work: () => Promise<unknown>): Promise<void> {
    for (let tried = 0; tried < 4; tried += 1) if (await this.attempt(work())) return;
  }

  private async askAll(commands: readonly (readonly string[])[]): Promise<void> {
    for (const args of commands) await this.command.run(args);
  }

  /** Of the first run, whatever was made since: a release of a result that was released before is a decision of its own. */
  private async release(): Promise<void> {
    const { access } = this.stack;
    const requester = demoAccount('analyst', 'demo');
    const releasing = await requestRelease(access, { runId: FIRST_RUN, requester });
    const { request, codes } = await endedOrWaiting(access, releasing, (state) => state.request !== null);
    if (request === null) throw new Error(`the release was refused by ${codes.join(', ')}`);
    const roles = waitingFor(request);
    for (const account of accountsOf(roles))
      await this.attempt(readProtected(access, releasing.releaseId, demoAccount(account, 'demo')));
    await approveByAll(access, releasing.releaseId, roles, 'read (test)');
    const { stage } = await releasing.result();
    if (stage !== 'released') throw new Error(`the release ended as ${stage}`);
  }

  /** One that the gate refuses, so that nobody has to decide. */
  private async submitContract(): Promise<void> {
    const text = readFileSync(join(repositoryRoot(), 'demo/contracts/cbs-records.yaml'), 'utf8');
    const submitter = demoAccount('steward', 'demo');
    await (await submit(this.stack.access, { ...readSubject(text), submitter })).result();
  }
}
