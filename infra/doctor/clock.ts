import { broken, type Finding, ok } from './finding.js';

/** Gates and expiries read clocks: more than this between two of them makes decisions look out of order. */
const FARTHEST_MS = 2_000;

/** A server's clock against ours: it was read between `asked` and now, both in milliseconds since 1970. */
export function clockFinding(server: string, theirs: Date, asked: number, now = Date.now()): Finding {
  const at = theirs.getTime();
  const off = at < asked ? asked - at : Math.max(0, at - now);
  const says = `${server} is ${off} ms away from this machine`;
  const next = 'Set both clocks by NTP.';
  return off <= FARTHEST_MS
    ? ok('servers', `clock ${server}`, says)
    : broken('servers', `clock ${server}`, says, next);
}
