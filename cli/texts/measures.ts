import type { Measure } from '../../domain/names.js';
import { bilingual } from '../language.js';
import { listed } from './count.js';

/** What follows on a measure, and how measures and quarantine read in `sluis sources show`. */
interface MeasureTexts {
  readonly recorded: (measureId: string) => string;
  readonly told: (workflowId: string) => string;
  readonly next: Readonly<Record<Measure, (source: string) => string>>;
  readonly waits: (requestId: string, roles: readonly string[]) => string;
  readonly approve: (requestId: string, role: string) => string;
  readonly lifted: (day: string, requestId: string | null) => string;
  readonly inForce: string;
  readonly destroyedBy: (day: string) => string;
  readonly breach: (state: string) => string;
  readonly legalHold: string;
  readonly contract: (hash: string) => string;
}

export const MEASURES = bilingual<MeasureTexts>(
  {
    recorded: (measureId) => `recorded as ${measureId}`,
    told: (workflowId) => `told: ${workflowId}`,
    next: {
      suspension: (source) => `lifted by two: sluis resume ${source} --as steward --reason "…"`,
      withdrawal: () => 'final for this version; another one: sluis onboard FILE',
      hold: (source) => `lifted by two: sluis unhold ${source} --as privacy-officer --reason "…"`,
    },
    waits: (requestId, roles) => `request ${requestId} waits for: ${listed(roles, 'and')}`,
    approve: (requestId, role) => `next: sluis approve ${requestId} --as ${role} --reason "…"`,
    lifted: (day, requestId) => `lifted ${day} in ${requestId}`,
    inForce: 'in force',
    destroyedBy: (day) => `destroyed by ${day}`,
    breach: (state) => `breach assessment ${state}`,
    legalHold: 'legal hold',
    contract: (hash) => `contract ${hash}`,
  },
  {
    recorded: (measureId) => `vastgelegd als ${measureId}`,
    told: (workflowId) => `verteld aan: ${workflowId}`,
    next: {
      suspension: (source) => `op te heffen door twee: sluis resume ${source} --as steward --reason "…"`,
      withdrawal: () => 'voorgoed voor deze versie; een andere: sluis onboard BESTAND',
      hold: (source) => `op te heffen door twee: sluis unhold ${source} --as privacy-officer --reason "…"`,
    },
    waits: (requestId, roles) => `verzoek ${requestId} wacht op: ${listed(roles, 'en')}`,
    approve: (requestId, role) => `verder: sluis approve ${requestId} --as ${role} --reason "…"`,
    lifted: (day, requestId) => `opgeheven ${day} in ${requestId}`,
    inForce: 'van kracht',
    destroyedBy: (day) => `vernietigd vóór ${day}`,
    breach: (state) => `beoordeling als datalek ${state}`,
    legalHold: 'bewaarplicht',
    contract: (hash) => `contract ${hash}`,
  },
);
