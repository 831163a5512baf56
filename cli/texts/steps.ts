import { bilingual } from '../language.js';
import { count, listed } from './count.js';

/** What a command did and what comes next; ids and commands are the same in both languages. */
interface Steps {
  readonly submitted: (requestId: string, stage: string) => string;
  readonly next: string;
  readonly refusedRequest: (path: string) => string;
  readonly sentOnceApproved: (requestId: string, source: string) => string;
  readonly nothingSent: string;
  readonly recorded: (requestId: string, waits: readonly string[], stage: string) => string;
  readonly days: (days: number) => string;
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
  /** An error that is none of ours: only its kind may be told. */
  readonly unforeseen: (kind: string) => string;
  readonly part: (part: number, of: number, bytes: number) => string;
}

const and = (names: readonly string[]) => listed(names, 'and');
const en = (names: readonly string[]) => listed(names, 'en');

export const STEPS = bilingual<Steps>(
  {
    submitted: (requestId, stage) => `request ${requestId}: ${stage}`,
    next: 'next: sluis inbox',
    sentOnceApproved: (requestId, source) =>
      `request ${requestId}: the files are sent once people approve it (sluis inbox); should this end before, send them then: sluis deliver ${source} --file PATH`,
    nothingSent: 'nothing was sent',
    refusedRequest: (path) => `why, and what would cure it: sluis check ${path}`,
    recorded: (requestId, waits, stage) =>
      `recorded. Request ${requestId}: ${waits.length > 0 ? `it still waits for: ${and(waits)}` : `it is ${stage}`}`,
    days: (days) => count(days, 'day', 'days'),
    byGate: 'a gate',
    approved: 'approved',
    notApproved: 'not approved',
    approvalBy: (deciders) => `next: approval by ${and(deciders)}`,
    profiled: (rows, parts, columns) =>
      `${count(rows, 'row', 'rows')} in ${count(parts, 'part', 'parts')}, ${count(columns, 'known column', 'known columns')}`,
    delivered: (deliveryId, bytes, stage) =>
      `delivery ${deliveryId} (${count(bytes, 'byte', 'bytes')}): ${stage}`,
    refusedDelivery: (codes, deliveryId) =>
      `refused by ${codes.join(', ')}; nothing of it goes on. Every verdict: sluis deliveries show ${deliveryId}`,
    reviewAsked: (codes) => `people must decide about ${codes.join(', ')}: sluis inbox`,
    columnsFrom: (source) => `where its columns come from: sluis lineage ${source}`,
    follow: (deliveryId) => `follow it: sluis deliveries show ${deliveryId}`,
    unforeseen: (kind) => `Something failed that Sluis does not know (${kind}). See the logs: sluis status`,
    part: (part, of, bytes) => `  part ${part} of ${of}: ${count(bytes, 'byte', 'bytes')}`,
  },
  {
    submitted: (requestId, stage) => `verzoek ${requestId}: ${stage}`,
    next: 'verder: sluis inbox',
    sentOnceApproved: (requestId, source) =>
      `verzoek ${requestId}: de bestanden gaan zodra mensen het goedkeuren (sluis inbox); eindigt dit eerder, stuur ze dan: sluis deliver ${source} --file PAD`,
    nothingSent: 'er is niets gestuurd',
    refusedRequest: (path) => `waarom, en wat zou helpen: sluis check ${path}`,
    recorded: (requestId, waits, stage) =>
      `vastgelegd. Verzoek ${requestId}: ${waits.length > 0 ? `het wacht nog op: ${en(waits)}` : `het is ${stage}`}`,
    days: (days) => count(days, 'dag', 'dagen'),
    byGate: 'een poort',
    approved: 'goedgekeurd',
    notApproved: 'niet goedgekeurd',
    approvalBy: (deciders) => `verder: goedkeuring door ${en(deciders)}`,
    profiled: (rows, parts, columns) =>
      `${count(rows, 'rij', 'rijen')} in ${count(parts, 'deel', 'delen')}, ${count(columns, 'bekende kolom', 'bekende kolommen')}`,
    delivered: (deliveryId, bytes, stage) =>
      `levering ${deliveryId} (${count(bytes, 'byte', 'bytes')}): ${stage}`,
    refusedDelivery: (codes, deliveryId) =>
      `geweigerd door ${codes.join(', ')}; niets ervan gaat verder. Elk oordeel: sluis deliveries show ${deliveryId}`,
    reviewAsked: (codes) => `mensen moeten besluiten over ${codes.join(', ')}: sluis inbox`,
    columnsFrom: (source) => `waar de kolommen vandaan komen: sluis lineage ${source}`,
    follow: (deliveryId) => `volg het: sluis deliveries show ${deliveryId}`,
    unforeseen: (kind) => `Er mislukte iets wat Sluis niet kent (${kind}). Zie de logboeken: sluis status`,
    part: (part, of, bytes) => `  deel ${part} van ${of}: ${count(bytes, 'byte', 'bytes')}`,
  },
);
