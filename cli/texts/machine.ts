import { bilingual } from '../language.js';

/** What the commands that start, stop and examine say. */
interface MachineTexts {
  readonly up: string;
  readonly stopped: string;
  readonly wiped: string;
  readonly forgotten: (workflowId: string, outcome: string) => string;
  readonly worker: (role: string) => string;
  readonly on: (port: number) => string;
  readonly telemetry: (url: string) => string;
  readonly states: Readonly<Record<'ok' | 'absent' | 'broken', string>>;
  readonly nothingBroken: string;
  readonly broken: (count: number) => string;
}

export const MACHINE = bilingual<MachineTexts>(
  {
    up: 'Everything is up. See: sluis status',
    stopped: 'Everything is stopped; the data stays.',
    wiped: 'Everything is stopped and removed.',
    forgotten: (workflowId, outcome) => `${workflowId}: ${outcome}; it was open and did not run`,
    worker: (role) => `worker ${role}`,
    on: (port) => ` on ${port}`,
    telemetry: (url) => `, ${url}/healthz and /metrics`,
    states: { ok: 'ok', absent: 'absent', broken: 'broken' },
    nothingBroken: 'Nothing is broken.',
    broken: (count) => `${count} broken.`,
  },
  {
    up: 'Alles draait. Zie: sluis status',
    stopped: 'Alles is gestopt; de gegevens blijven.',
    wiped: 'Alles is gestopt en verwijderd.',
    forgotten: (workflowId, outcome) => `${workflowId}: ${outcome}; het stond open en liep niet`,
    worker: (role) => `werker ${role}`,
    on: (port) => ` op ${port}`,
    telemetry: (url) => `, ${url}/healthz en /metrics`,
    states: { ok: 'goed', absent: 'is er niet', broken: 'stuk' },
    nothingBroken: 'Er is niets stuk.',
    broken: (count) => `${count} stuk.`,
  },
);
