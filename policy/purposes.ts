import type { Iri } from './contract.js';

const DPV = 'https://w3id.org/dpv#';
const LAW = 'https://w3id.org/dpv/sector/law#';

export const STATISTICS: Iri = `${DPV}ProvideOfficialStatistics`;
export const POLICY_MAKING: Iri = `${DPV}PublicPolicyMaking`;
export const RESEARCH: Iri = `${DPV}ResearchAndDevelopment`;

/** Child → parent. Terms of DPV 2.3 that the City Deal's contracts can name; what is not here has no broader term. */
const BROADER: Readonly<Record<Iri, Iri>> = {
  [`${DPV}CounterMoneyLaundering`]: `${DPV}FraudPreventionAndDetection`,
  [`${DPV}AcademicResearch`]: RESEARCH,
  [`${DPV}NonCommercialResearch`]: RESEARCH,
  [`${LAW}CriminalBehaviourDetection`]: `${LAW}CrimeDetection`,
};

/** Operational purposes: denied under a statistical instrument, with all narrower terms (policy.md). */
const OPERATIONAL: readonly Iri[] = [
  `${LAW}CrimeDetection`,
  `${LAW}CrimeInvestigation`,
  `${LAW}CriminalBehaviourDetection`,
  `${LAW}CrimeSurveillance`,
  `${DPV}FraudPreventionAndDetection`,
  `${DPV}CounterMoneyLaundering`,
  `${DPV}ProtectionOfPublicSecurity`,
];

const STATISTICAL: readonly Iri[] = [STATISTICS, POLICY_MAKING, RESEARCH];

/** Terms that the rules can tell from others, broader terms among them: what a contract, theme or restriction may name. */
export const KNOWN_PURPOSES: readonly Iri[] = [
  ...new Set([...STATISTICAL, ...OPERATIONAL, ...Object.entries(BROADER).flat()]),
];

/** What data may besides be collected for; nothing in the lake serves these. */
export const OF_COLLECTION: readonly Iri[] = [`${DPV}LegalCompliance`, `${DPV}ServiceProvision`];

export function isKnownPurpose(purpose: Iri): boolean {
  return KNOWN_PURPOSES.includes(purpose);
}

export function isKnownCollection(purpose: Iri): boolean {
  return isKnownPurpose(purpose) || OF_COLLECTION.includes(purpose);
}

/** Is `term` the same as `broad` or narrower? A permit and a denial both cover narrower terms. */
export function covers(broad: Iri, term: Iri): boolean {
  for (let at: Iri | undefined = term; at !== undefined; at = BROADER[at]) if (at === broad) return true;
  return false;
}

/** The narrower of two comparable terms, else null: the meet of the purpose tree. */
export function meet(a: Iri, b: Iri): Iri | null {
  if (covers(a, b)) return b;
  return covers(b, a) ? a : null;
}

export function isOperational(purpose: Iri): boolean {
  return OPERATIONAL.some((term) => covers(term, purpose));
}

/** Statistics, research or policy information: what Wpg 22 and Wjsg 15 are for. */
export function isStatistical(purpose: Iri): boolean {
  return !isOperational(purpose) && STATISTICAL.some((term) => covers(term, purpose));
}
