import {
  type Agreement,
  type AgreementKind,
  type Regime,
  WJSG_39F_PURPOSES,
  WPG_PURPOSES,
} from '../contract.js';
import { isOperational, isStatistical } from '../purposes.js';

/** What an instrument lets provide for. */
interface Instrument {
  readonly regime: Regime;
  /**
   * `research`: statistics, research and policy information, and nothing operational. `lettered`: its own purposes, which
   * do not include statistics; which letter stands for which purpose is not confirmed, so any of them is held to serve the
   * operational purposes alone. `unstated`: nothing is laid down here about its purposes.
   */
  readonly serves: 'research' | 'lettered' | 'unstated';
}

const INSTRUMENTS: Readonly<Partial<Record<AgreementKind, Instrument>>> = {
  'wpg-18': { regime: 'WPG', serves: 'unstated' },
  'wpg-19': { regime: 'WPG', serves: 'lettered' },
  'wpg-20': { regime: 'WPG', serves: 'lettered' },
  'wpg-22': { regime: 'WPG', serves: 'research' },
  'wjsg-9': { regime: 'WJSG', serves: 'unstated' },
  'wjsg-15': { regime: 'WJSG', serves: 'research' },
  'wjsg-39f': { regime: 'WJSG', serves: 'lettered' },
};

/** An agreement that lifts the secrecy of a regime, and what it serves. */
export interface Founded extends Instrument {
  readonly agreement: Agreement;
}

export function instrumentsOf(agreements: readonly Agreement[]): readonly Founded[] {
  return agreements.flatMap((agreement) => {
    const instrument = INSTRUMENTS[agreement.kind];
    return instrument ? [{ ...instrument, agreement }] : [];
  });
}

/** The letter that a lettered instrument names, where it is one that the law knows. */
export function letterOf({ kind, wpg19, wpg20, wjsg39f }: Agreement): string | undefined {
  const isOf = (letters: readonly string[], letter: string | undefined) =>
    letters.some((one) => one === letter) ? letter : undefined;
  if (kind === 'wpg-19') return isOf(WPG_PURPOSES, wpg19?.purpose);
  if (kind === 'wpg-20') return isOf(WPG_PURPOSES, wpg20?.purpose);
  return kind === 'wjsg-39f' ? isOf(WJSG_39F_PURPOSES, wjsg39f?.purpose) : undefined;
}

/** Does this instrument cover the purpose? A lettered one without its letter covers nothing. */
export function coversPurpose({ serves, agreement }: Founded, purpose: string): boolean {
  if (serves === 'unstated') return true;
  if (serves === 'research') return isStatistical(purpose);
  return letterOf(agreement) !== undefined && isOperational(purpose);
}
