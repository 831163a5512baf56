import type { Access } from './access.js';
import type { Contract, IsoDate, IsoDuration } from './contract.js';
import { dayAfter } from './dates.js';
import { keptUntil, termsOf } from './derived.js';

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

/** Last day in a zone of what a contract's data became of that was stored there on a day: the earlier of what holds. */
export function lastDay(contract: Contract, zone: Zone, since: IsoDate, access: Access): IsoDate {
  const agreed = keptUntil(termsOf(contract), zone, since);
  const restricted = dayAfter(since, RESTRICTED);
  return access === 'restricted' && zone === 'curated' && restricted < agreed ? restricted : agreed;
}
