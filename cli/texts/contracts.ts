import type { ContractDifference } from '../../policy/contract-differences.js';
import { bilingual } from '../language.js';
import { listed } from './count.js';

/** What differs between two contracts, and the note above a copy. */
interface ContractTexts {
  readonly changes: Readonly<Record<ContractDifference['change'], string>>;
  readonly parts: Readonly<Record<ContractDifference['part'], string>>;
  readonly another: (deciders: readonly string[]) => string;
  readonly same: string;
  readonly note: (like: string) => readonly string[];
  readonly papers: (like: string) => string;
}

export const CONTRACTS = bilingual<ContractTexts>(
  {
    changes: { added: 'added', removed: 'removed', changed: 'changed' },
    parts: {
      field: 'field',
      treatment: 'treatment',
      purpose: 'purpose',
      agreement: 'agreement',
      role: 'role',
      origin: 'origin',
      ground: 'ground',
      restriction: 'restriction',
      other: 'other',
    },
    another: (deciders) =>
      `Another contract: approvals of the first are void for the second. Next: approval by ${listed(deciders, 'and')}`,
    same: 'The same contract: approvals stand.',
    note: (like) => [
      `A contract like ${like}. Change at least, before you hand it in:`,
      '  id, version, sourceId, title, description   what this source is',
      '  roles                                       your own organisations, each by its OIN, between quotes',
      '  origins                                     who collected the data, and for which task',
      '  agreements                                  the papers that exist; fictitious: true holds in the demo only',
      '  purposes, legalGround, assessment, dpia     who decided what, and when',
      '  fields                                      every column: why it is needed, and what becomes of it',
      'What may stand here: sluis contracts schema. The verdict: sluis check FILE. Then: sluis onboard FILE',
    ],
    papers: (like) => `Which papers a source of this kind needs: demo/contracts/${like}.md (in Dutch)`,
  },
  {
    changes: { added: 'erbij', removed: 'eraf', changed: 'anders' },
    parts: {
      field: 'veld',
      treatment: 'behandeling',
      purpose: 'doel',
      agreement: 'afspraak',
      role: 'rol',
      origin: 'herkomst',
      ground: 'grondslag',
      restriction: 'beperking',
      other: 'overig',
    },
    another: (deciders) =>
      `Een ander contract: besluiten over het eerste gelden niet voor het tweede. Verder: goedkeuring door ${listed(deciders, 'en')}`,
    same: 'Hetzelfde contract: besluiten blijven gelden.',
    note: (like) => [
      `Een contract zoals ${like}. Wijzig ten minste, voordat u het indient:`,
      '  id, version, sourceId, title, description   wat deze bron is',
      '  roles                                       uw eigen organisaties, elk met haar OIN, tussen aanhalingstekens',
      '  origins                                     wie de gegevens verzamelde, en voor welke taak',
      '  agreements                                  de stukken die er zijn; fictitious: true geldt alleen in de demo',
      '  purposes, legalGround, assessment, dpia     wie wat besloot, en wanneer',
      '  fields                                      elke kolom: waarom zij nodig is, en wat ervan wordt',
      'Wat hier mag staan: sluis contracts schema. Het oordeel: sluis check BESTAND. Daarna: sluis onboard BESTAND',
    ],
    papers: (like) => `Welke papieren een bron van deze soort nodig heeft: demo/contracts/${like}.md`,
  },
);
