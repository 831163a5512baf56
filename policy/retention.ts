import type { Contract, IsoDate, IsoDuration } from './contract.js';
import { dayAfter } from './dates.js';

type Zone = keyof Contract['retention'];

/** The longest that a contract may keep in each zone; a choice of this product [P], as no statute names a number. */
const LONGEST: Readonly<Record<Zone, IsoDuration>> = {
  landing: 'P3M',
  pseudonymised: 'P5Y',
  curated: 'P10Y',
  result: 'P10Y',
};

/** A restricted dataset has classes below ten persons: it is kept shortly, whatever its contract says [P]. */
const RESTRICTED: IsoDuration = 'P6M';

const FROM: IsoDate = '2000-01-01';

/** Places of the contract that ask for more than policy allows. */
export function tooLong({ retention }: Contract): readonly string[] {
  return (Object.keys(LONGEST) as Zone[])
    .filter((zone) => dayAfter(FROM, retention[zone]) > dayAfter(FROM, LONGEST[zone]))
    .map((zone) => `retention.${zone}`);
}

/** Last day of a restricted dataset. */
export function restrictedUntil(since: IsoDate): IsoDate {
  return dayAfter(since, RESTRICTED);
}
