import type { Command } from 'commander';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { MACHINE } from '../texts/machine.js';
import { stateWord } from '../texts/states.js';

/** What stands behind the commands that start and stop: servers and workers of this machine. */
export interface Machine {
  /** Requests that were open and did not run, started again; `code` says why one failed. */
  readonly up: () => Promise<readonly Again[]>;
  readonly down: (options: { readonly wipe: boolean }) => Promise<void>;
  readonly status: () => MachineStatus;
}

interface Again {
  readonly workflowId: string;
  readonly outcome: string;
  readonly code?: string;
}

export interface MachineStatus {
  readonly servers: readonly {
    readonly name: string;
    readonly state: string;
    readonly port?: number | null;
  }[];
  readonly workers: readonly {
    readonly role: string;
    readonly state: string;
    readonly facts: Readonly<Record<string, unknown>>;
  }[];
}

/** `sluis up`, `down` and `status`. */
export function machineCommands(program: Command, machine: Machine): void {
  program
    .command('up')
    .description('start PostgreSQL, Temporal, S3 and the workers on loopback')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const restarted = await machine.up();
      const say = MACHINE[chosenLanguage()];
      const again = restarted.map(({ workflowId, outcome, code }) => {
        const word = stateWord(outcome, chosenLanguage());
        return say.forgotten(workflowId, code === undefined ? word : `${word} (${code})`);
      });
      const text = [...again, say.up].join('\n');
      print(json, { ...machine.status(), restarted }, text);
    });
  program
    .command('down')
    .description('stop what was started here')
    .option('--wipe', 'remove the data, the credentials and the keys too')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ wipe, json }: { wipe?: boolean; json?: boolean }) => {
      await machine.down({ wipe: wipe === true });
      print(
        json,
        { stopped: true, wiped: wipe === true },
        MACHINE[chosenLanguage()][wipe ? 'wiped' : 'stopped'],
      );
    });
  program
    .command('status')
    .description('what runs, and where its log is')
    .option('--json', 'one JSON document on standard output')
    .action(({ json }: { json?: boolean }) => {
      const now = machine.status();
      print(json, now, statusText(now));
    });
}

function statusText({ servers, workers }: MachineStatus): string {
  const language = chosenLanguage();
  const say = MACHINE[language];
  const lines = [
    ...servers.map(({ name, state, port }) => {
      return `${name.padEnd(16)} ${stateWord(state, language)}${port ? say.on(port) : ''}`;
    }),
    ...workers.map(({ role, state, facts }) => {
      const at = facts.telemetryUrl ? say.telemetry(String(facts.telemetryUrl)) : '';
      return `${say.worker(role).padEnd(16)} ${stateWord(state, language)}${at}`;
    }),
  ];
  return lines.join('\n');
}
