import { bilingual } from '../language.js';

/** What a command did and what comes next; ids, stages and commands are the same in both languages. */
interface Steps {
  readonly submitted: (requestId: string, stage: string) => string;
  readonly next: string;
  readonly refusedRequest: (path: string) => string;
  readonly recorded: (requestId: string, waits: readonly string[], stage: string) => string;
  readonly days: (count: number) => string;
  readonly byGate: string;
  readonly approved: string;
  readonly notApproved: string;
  readonly approvalBy: (deciders: readonly string[]) => string;
  readonly profiled: (rows: number, parts: number, columns: number) => string;
  readonly delivered: (deliveryId: string, bytes: number, stage: string) => string;
  readonly refusedDelivery: (codes: readonly string[], deliveryId: string) => string;
  readonly reviewAsked: (codes: readonly string[]) => string;
  readonly columnsFrom: (source: string) => string;
  readonly follow: (deliveryId: string) => string;
  readonly verified: (ok: boolean, events: number, signed: number, objects: number) => string;
  readonly up: string;
  readonly stopped: string;
  readonly wiped: string;
}

const and = (names: readonly string[]) => names.join(' and ');
const en = (names: readonly string[]) => names.join(' en ');

export const STEPS = bilingual<Steps>(
  {
    submitted: (requestId, stage) => `request ${requestId}: ${stage}`,
    next: 'next: sluis inbox',
    refusedRequest: (path) => `why, and what would cure it: sluis check ${path}`,
    recorded: (requestId, waits, stage) =>
      `recorded. Request ${requestId}: ${waits.length > 0 ? `it still waits for: ${and(waits)}` : `it is ${stage}`}`,
    days: (count) => (count === 1 ? '1 day' : `${count} days`),
    byGate: 'a gate',
    approved: 'approved',
    notApproved: 'not approved',
    approvalBy: (deciders) => `next: approval by ${and(deciders)}`,
    profiled: (rows, parts, columns) => `${rows} rows in ${parts} part(s), ${columns} known columns`,
    delivered: (deliveryId, bytes, stage) => `delivery ${deliveryId} (${bytes} bytes): ${stage}`,
    refusedDelivery: (codes, deliveryId) =>
      `refused by ${codes.join(', ')}; nothing of it goes on. Every verdict: sluis deliveries show ${deliveryId}`,
    reviewAsked: (codes) => `people must decide about ${codes.join(', ')}: sluis inbox`,
    columnsFrom: (source) => `where its columns come from: sluis lineage ${source}`,
    follow: (deliveryId) => `follow it: sluis deliveries show ${deliveryId}`,
    verified: (ok, events, signed, objects) =>
      `${ok ? 'verified' : 'NOT VERIFIED'}: ${events} events, ${signed} signed, ${objects} objects read`,
    up: 'Everything is up. See: sluis status',
    stopped: 'Everything is stopped; the data stays.',
    wiped: 'Everything is stopped and removed.',
  },
  {
    submitted: (requestId, stage) => `verzoek ${requestId}: ${stage}`,
    next: 'verder: sluis inbox',
    refusedRequest: (path) => `waarom, en wat zou helpen: sluis check ${path}`,
    recorded: (requestId, waits, stage) =>
      `vastgelegd. Verzoek ${requestId}: ${waits.length > 0 ? `het wacht nog op: ${en(waits)}` : `het is ${stage}`}`,
    days: (count) => (count === 1 ? '1 dag' : `${count} dagen`),
    byGate: 'een poort',
    approved: 'goedgekeurd',
    notApproved: 'niet goedgekeurd',
    approvalBy: (deciders) => `verder: goedkeuring door ${en(deciders)}`,
    profiled: (rows, parts, columns) =>
      `${rows} rijen in ${parts} deel of delen, ${columns} bekende kolommen`,
    delivered: (deliveryId, bytes, stage) => `levering ${deliveryId} (${bytes} bytes): ${stage}`,
    refusedDelivery: (codes, deliveryId) =>
      `geweigerd door ${codes.join(', ')}; niets ervan gaat verder. Elk oordeel: sluis deliveries show ${deliveryId}`,
    reviewAsked: (codes) => `mensen moeten besluiten over ${codes.join(', ')}: sluis inbox`,
    columnsFrom: (source) => `waar de kolommen vandaan komen: sluis lineage ${source}`,
    follow: (deliveryId) => `volg het: sluis deliveries show ${deliveryId}`,
    verified: (ok, events, signed, objects) =>
      `${ok ? 'geverifieerd' : 'NIET GEVERIFIEERD'}: ${events} gebeurtenissen, ${signed} ondertekend, ${objects} objecten gelezen`,
    up: 'Alles draait. Zie: sluis status',
    stopped: 'Alles is gestopt; de gegevens blijven.',
    wiped: 'Alles is gestopt en verwijderd.',
  },
);
