import type { ReleaseState, RunState } from '../../domain/analysis.js';
import type { IngestStage } from '../../domain/ingest-state.js';
import type { Measure } from '../../domain/names.js';
import type { BreachOutcome } from '../../domain/quarantine.js';
import type { RequestStage } from '../../domain/request.js';
import type { DatasetAccess } from '../../operations/read-runs.js';
import type { Language } from '../language.js';

/** What the catalog and the workflows call it; JSON has these words in both languages. */
export type StateName =
  | RequestStage
  | IngestStage
  | RunState['stage']
  | ReleaseState['stage']
  | Measure
  | 'submitted'
  | 'open'
  | 'not approved'
  | 'suspended'
  | 'withdrawn'
  | 'requested'
  | 'done'
  | 'landed'
  | 'profiled'
  | 'quarantined'
  | 'destroyed'
  | 'assessment'
  | 'overdue'
  | BreachOutcome
  | 'current'
  | DatasetAccess
  | 'contract'
  | 'linkage'
  | 'review'
  | 'release'
  | 'lifting'
  | 'pending'
  | 'running'
  | 'stopped'
  | 'starting'
  | 'ready'
  | 'opened'
  | 'pseudonymised'
  | 'protected'
  | 'external'
  | 'not-needed'
  | 'restarted'
  | 'asker-forgotten'
  | 'failed'
  | 'unknown';

const DUTCH: Readonly<Record<StateName, string>> = {
  submitted: 'ingediend',
  open: 'open',
  approved: 'goedgekeurd',
  'not approved': 'niet goedgekeurd',
  rejected: 'afgewezen',
  refused: 'geweigerd',
  expired: 'verlopen',
  cancelled: 'geannuleerd',
  awaitingDecision: 'wacht op een besluit',
  awaitingReview: 'wacht op een oordeel',
  awaitingParts: 'wacht op bestanden',
  landing: 'komt binnen',
  landed: 'binnengekomen',
  profiling: 'wordt bekeken',
  profiled: 'bekeken',
  pseudonymising: 'wordt gepseudonimiseerd',
  curating: 'wordt klaargemaakt',
  curated: 'klaar voor thema’s',
  aborted: 'afgebroken',
  checking: 'wordt getoetst',
  analysing: 'wordt berekend',
  ready: 'klaar',
  requested: 'gevraagd',
  done: 'klaar',
  protecting: 'wordt beschermd',
  publishing: 'wordt gepubliceerd',
  released: 'vrijgegeven',
  suspended: 'stilgezet',
  withdrawn: 'ingetrokken',
  suspension: 'stilzetting',
  withdrawal: 'intrekking',
  hold: 'bewaarplicht',
  quarantined: 'in quarantaine',
  destroyed: 'vernietigd',
  assessment: 'datalek',
  overdue: 'te laat',
  'no-breach': 'geen datalek',
  'to-be-notified': 'datalek, nog te melden',
  notified: 'datalek, gemeld',
  'need-not-be-notified': 'datalek, hoeft niet te worden gemeld',
  current: 'geldig',
  workers: 'werkprocessen',
  themes: 'thema’s',
  restricted: 'beperkt',
  contract: 'contract',
  linkage: 'koppelingsdomein',
  review: 'oordeel',
  release: 'vrijgave',
  lifting: 'opheffing',
  pending: 'nog niet gedaan',
  running: 'draait',
  stopped: 'gestopt',
  starting: 'start',
  opened: 'geopend',
  pseudonymised: 'gepseudonimiseerd',
  protected: 'beschermd',
  external: 'elders',
  'not-needed': 'niet nodig',
  restarted: 'opnieuw gestart',
  'asker-forgotten': 'de vrager is vergeten',
  failed: 'mislukt',
  unknown: 'onbekend',
};

/** A state, kind or measure as people read it: in English by its own name. */
export function stateWord(name: string, language: Language): string {
  return language === 'nl' && isStateName(name) ? DUTCH[name] : name;
}

export function isStateName(name: string): name is StateName {
  return Object.hasOwn(DUTCH, name);
}
