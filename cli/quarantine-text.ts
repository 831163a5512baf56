import type { ShownQuarantine } from '../operations/quarantine.js';
import type { Language } from './language.js';
import { QUARANTINE } from './texts/quarantine.js';

/** One line of a list. */
export function quarantineRow(one: ShownQuarantine, language: Language): readonly string[] {
  const say = QUARANTINE[language];
  const { id, sourceId, codes, since, assessmentState } = one;
  const id12 = one.kind === 'dataset-version' ? id.slice(0, 12) : id;
  const breach = say.assessment[assessmentState];
  return [
    id12,
    kindOf(one, language),
    sourceId ?? say.nobody,
    codes.join(' '),
    day(since),
    destruction(one, language),
    breach,
    told(one, language),
  ];
}

/** One quarantine in full: what, why, since when, until when, and what is still to be done. */
export function quarantineText(one: ShownQuarantine, language: Language): string {
  const say = QUARANTINE[language];
  const { lines } = say;
  const rows: [string, string][] = [
    [lines.what, `${kindOf(one, language)} ${one.id}${one.sourceId === null ? '' : ` (${one.sourceId})`}`],
    [lines.zone, one.zone],
    [lines.rules, one.codes.join(' ')],
    [lines.since, one.since.toISOString()],
    [lines.destruction, destruction(one, language)],
    [lines.breach, [say.assessment[one.assessmentState], ...breach(one, language)].join(', ')],
    [lines.provider, provider(one, language)],
  ];
  return rows.map(([name, text]) => `${`${name}:`.padEnd(14)} ${text}`).join('\n');
}

function kindOf({ kind, pastRetention }: ShownQuarantine, language: Language): string {
  const say = QUARANTINE[language];
  if (!pastRetention) return say.kinds[kind];
  return say.pastRetention[kind === 'delivery' ? 'landing' : 'version'];
}

function destruction(one: ShownQuarantine, language: Language): string {
  const say = QUARANTINE[language];
  const { kind, pastRetention, destroyedAt, objects, keys, held, destroyBy } = one;
  if (destroyedAt) return `${say.destroyed(day(destroyedAt))}, ${say.gone(objects ?? 0, keys ?? 0)}`;
  if (kind !== 'delivery' && !pastRetention) return say.atOnce;
  if (held) return say.held;
  return pastRetention ? say.atOnce : say.by(day(new Date(destroyBy)));
}

function breach(one: ShownQuarantine, language: Language): readonly string[] {
  const say = QUARANTINE[language];
  const { assessedBy, assessedAt, assessmentReason, assessBefore, assessmentState, id } = one;
  const waits = ['open', 'overdue', 'to-be-notified'].includes(assessmentState);
  return [
    ...(assessedAt ? [say.assessedBy(assessedBy ?? '', day(assessedAt), assessmentReason ?? '')] : []),
    ...(assessBefore && waits ? [say.assessBy(assessBefore.toISOString(), id)] : []),
  ];
}

function provider(one: ShownQuarantine, language: Language): string {
  const say = QUARANTINE[language];
  if (one.providers.length === 0) return say.nobody;
  const { toldBy, toldHow, toldNotice, id } = one;
  const how = one.toldAt
    ? say.toldBy(toldBy ?? '', toldHow ?? '', (toldNotice ?? '').slice(0, 12))
    : say.passOn(id);
  return `OIN ${one.providers.join(', ')}, ${told(one, language)}, ${how}`;
}

function told({ providers, toldAt }: ShownQuarantine, language: Language): string {
  const say = QUARANTINE[language];
  if (providers.length === 0) return say.nobody;
  return toldAt ? say.told(day(toldAt)) : say.untold;
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
