import type { Gate } from '../domain/names.js';
import { needsAssessment } from '../domain/quarantine.js';
import type { Hit } from '../domain/verdict.js';
import { isAboutPersons } from './about-persons.js';
import type { Facts } from './facts.js';

/** Gates that judge what has landed. */
const OF_LANDED: readonly Gate[] = ['G1', 'G2', 'G3'];

/** Rules that say: no paper let this come, or it is not what a paper let come. */
const WITHOUT_PAPER: readonly string[] = [
  ...['S02', 'S03', 'S04', 'R01', 'L02', 'L03', 'L05', 'P01', 'P02', 'D01', 'D02'],
  ...['W01', 'W02', 'W04', 'W05', 'W06', 'W08', 'W09', 'X04', 'M02'],
];

/**
 * Whether what landed is personal data that came without being allowed, so that somebody assesses whether it is a breach
 * (GDPR 33). Every rule that refuses counts, not the worst alone; a condition refuses nothing.
 */
export function cameUnasked(gate: Gate, hits: readonly Hit[], { contract, profile }: Facts): boolean {
  if (!OF_LANDED.includes(gate)) return false;
  const refusing = hits.filter(({ outcome }) => outcome === 'DENY' || outcome === 'REVIEW');
  if (needsAssessment(refusing.map(({ code }) => code))) return true;
  const isOfPersons = contract !== undefined && isAboutPersons(contract, profile);
  return (
    isOfPersons && refusing.some(({ code, outcome }) => outcome === 'DENY' && WITHOUT_PAPER.includes(code))
  );
}
