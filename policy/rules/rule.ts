import type { Gate } from '../../domain/names.js';
import type { Bilingual, Outcome } from '../../domain/verdict.js';
import { hasCitizenNumber } from '../citizen-number.js';
import type { Contract, IsoDate } from '../contract.js';
import type { AskedFacts, Facts, InputFacts } from '../facts.js';
import type { ProvisionId } from '../law/provisions.js';
import { type Organisation, organisationOf } from '../organisations.js';
import { providersOf } from '../providers.js';

export interface Rule {
  readonly code: string;
  /** The first gate that asks it; every later gate asks again. */
  readonly gates: readonly Gate[];
  /** What it rests on, each with its own mark and date: policy/law. */
  readonly law: readonly ProvisionId[];
  readonly outcome: Outcome;
  readonly text: Bilingual;
  readonly cure: Bilingual;
  /** Places of the contract or facts that offend; null where the rule does not fire. `day` is a day in Amsterdam. */
  readonly finds: (asked: Asked) => readonly string[] | null;
  /** What the people who were asked decided: a REVIEW that they approved becomes CONDITIONS. */
  readonly liftedByReview?: true;
}

/** The facts of one question whose contract is known, with the shorthands that rules need. */
export interface Asked {
  readonly gate: Gate;
  readonly facts: Facts;
  readonly contract: Contract;
  readonly day: IsoDate;
  /** Contract of what an input was made from: its own approval and retention are not known here. */
  readonly isAncestor?: true;
}

export const FROM_G0: readonly Gate[] = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5'];
export const FROM_G1: readonly Gate[] = ['G1', 'G2', 'G3', 'G4', 'G5'];
export const FROM_G2: readonly Gate[] = ['G2', 'G3', 'G4', 'G5'];
export const FROM_G3: readonly Gate[] = ['G3', 'G4', 'G5'];
export const FROM_G4: readonly Gate[] = ['G4', 'G5'];

/** Fires without naming a place. */
export const HERE: readonly string[] = [];

export function when(condition: boolean, places: readonly string[] = HERE): readonly string[] | null {
  return condition ? places : null;
}

/** The offending places, or null where there are none. */
export function ifAny(places: readonly string[]): readonly string[] | null {
  return places.length > 0 ? places : null;
}

/** Every provider that is known; whoever is not, is S00. */
export function providers({ contract, facts }: Asked): readonly Organisation[] {
  const known = providersOf(contract).map((oin) => organisationOf(oin, facts.organisations ?? []));
  return known.filter((one) => one !== undefined);
}

/** What a run asks for, or what the run of a release asked for. */
export function askedFor({ run, release }: Facts): AskedFacts | undefined {
  return run ?? release?.asked;
}

/** Every dataset that a run reads or a release rests on. */
export function inputsOf({ run, release }: Facts): readonly InputFacts[] {
  return [...(run?.inputs ?? []), ...(release?.inputs ?? [])];
}

export function hasRegime(contract: Contract, regime: Contract['regimes'][number]): boolean {
  return contract.regimes.includes(regime);
}

/** Data whose arrival unasked is a quarantine: secret by statute, of a special kind, or with citizen service numbers. */
export function isSensitive({ contract, facts }: Asked): boolean {
  const secret = (['WPG', 'WJSG', 'AWR', 'CBSWET'] as const).some((regime) => hasRegime(contract, regime));
  return (
    secret || contract.art9.present || contract.art10.present || hasCitizenNumber(contract, facts.profile)
  );
}
