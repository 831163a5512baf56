import { bilingual } from '../language.js';
import { count, listed } from './count.js';

/** What stands beside the names and versions of a lineage; kinds and subtypes of edges are OpenLineage's own words. */
interface LineageTexts {
  readonly masked: string;
  readonly landed: (parts: number, contract: string, approvedIn: string | null) => string;
  readonly madeBy: (run: string) => string;
  readonly more: string;
  /** Before the answer to a moment of the past. */
  readonly asOf: (instant: string, events: number) => string;
  readonly gap: (cells: number, where: string, equals: readonly string[], reason: string) => string;
}

export const LINEAGE = bilingual<LineageTexts>(
  {
    masked: 'masked',
    landed: (parts, contract, approvedIn) =>
      `${count(parts, 'part', 'parts')}, contract ${contract} approved in ${approvedIn ?? 'nothing'}`,
    madeBy: (run) => `made by ${run}`,
    more: 'more: --depth all',
    asOf: (instant, events) =>
      events === 0
        ? `at ${instant} nothing was recorded yet`
        : `as known at ${instant}, by ${count(events, 'event', 'events')}`,
    gap: (cells, where, equals, reason) =>
      `empty in ${cells.toLocaleString('en')} ${cells === 1 ? 'cell' : 'cells'} where ${where} is ${listed(equals, 'or')}: ${reason}`,
  },
  {
    masked: 'gemaskeerd',
    landed: (parts, contract, approvedIn) =>
      `${count(parts, 'deel', 'delen')}, contract ${contract} goedgekeurd in ${approvedIn ?? 'niets'}`,
    madeBy: (run) => `gemaakt door ${run}`,
    more: 'meer: --depth all',
    asOf: (instant, events) =>
      events === 0
        ? `op ${instant} was nog niets vastgelegd`
        : `zoals bekend op ${instant}, uit ${count(events, 'gebeurtenis', 'gebeurtenissen')}`,
    gap: (cells, where, equals, reason) =>
      `leeg in ${cells.toLocaleString('nl')} ${cells === 1 ? 'cel' : 'cellen'} waar ${where} ${listed(equals, 'of')} is: ${reason}`,
  },
);
