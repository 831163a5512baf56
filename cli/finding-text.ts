import { DETECTED_KINDS, SHAPE_FINDINGS } from '../domain/profile.js';
import type { Hit } from '../domain/verdict.js';
import type { Language } from './language.js';
import { SHAPE_NAMES_NL, SHAPE_SENTENCES } from './texts/shape-findings.js';
import { KINDS_NL, VALUES } from './texts/values.js';

/** More places than this are counted in texts for people; JSON has them all. */
const MOST = 10;
/** Rules whose places are what was found in a file. */
const OF_FILES = ['C03', 'M01', 'M02'];
const PART = /^part (\d+)(?:, line (\d+))?: ([a-z-]+)$/;
const COLUMN = /^column (\d+)(?:: ([a-z-]+))?$/;
const NOT_OF_TYPE = /^(.+): (\d+) not of type ([a-z-]+)(?: \(sign ([.,])\))?$/s;
const HOLDS = /^(.+): ([a-z-]+)$/s;

type Places = Pick<Hit, 'code' | 'fields'>;

/** The places of a rule as they stand behind its text, such as `[part 1, line 3: ragged]`; none for no place. */
export function placesText({ code, fields }: Places, language: Language): string {
  if (fields.length === 0) return '';
  const isSaid = language === 'nl' && OF_FILES.includes(code);
  const places = isSaid ? fields.map(dutchPlace) : fields;
  return ` [${atMost(places, language).join(', ')}]`;
}

/** What is wrong at the places of a file and what to do about it, a sentence each; none for any other place. */
export function findingTexts({ code, fields }: Places, language: Language): readonly string[] {
  if (code !== 'M02') return [];
  const ofParts = fields.flatMap((place) => partText(place, language));
  const ofValues = fields.flatMap((place) => valuesText(place, language));
  const missing = fields.filter((place) => !PART.test(place) && !NOT_OF_TYPE.test(place));
  const say = VALUES[language];
  const ofMissing =
    missing.length > 0 ? [say.missing(atMost(missing, language).join(', '), missing.length)] : [];
  return atMost(
    [...ofParts, ...ofMissing, ...ofValues].map((text) => `${text}.`),
    language,
  );
}

function atMost(texts: readonly string[], language: Language): readonly string[] {
  const more = texts.length - MOST;
  return more > 0 ? [...texts.slice(0, MOST), VALUES[language].more(more)] : texts;
}

function partText(place: string, language: Language): readonly string[] {
  const [, part, line, word] = PART.exec(place) ?? [];
  const finding = SHAPE_FINDINGS.find((one) => one === word);
  if (part === undefined || finding === undefined) return [];
  return [`${partOf(part, line, language)}: ${SHAPE_SENTENCES[finding][language]}`];
}

function partOf(part: string, line: string | undefined, language: Language): string {
  if (language === 'nl') return `deel ${part}${line === undefined ? '' : `, regel ${line}`}`;
  return `part ${part}${line === undefined ? '' : `, line ${line}`}`;
}

function valuesText(place: string, language: Language): readonly string[] {
  const [, column, count, type, sign] = NOT_OF_TYPE.exec(place) ?? [];
  if (column === undefined || type === undefined) return [];
  const say = VALUES[language];
  const what = sign === undefined ? (say.types[type] ?? type) : say.decimal(sign);
  return [say.values(column, Number(count), what)];
}

function dutchPlace(place: string): string {
  const [, part, line, word] = PART.exec(place) ?? [];
  const finding = SHAPE_FINDINGS.find((one) => one === word);
  if (part !== undefined && finding !== undefined)
    return `${partOf(part, line, 'nl')}: ${SHAPE_NAMES_NL[finding]}`;
  const [, at, found] = COLUMN.exec(place) ?? [];
  if (at !== undefined) return `kolom ${at}${found === undefined ? '' : `: ${dutchKind(found)}`}`;
  const [, column, count, type, sign] = NOT_OF_TYPE.exec(place) ?? [];
  if (column !== undefined)
    return `${column}: ${count} niet van type ${type}${sign === undefined ? '' : ` (teken ${sign})`}`;
  const [, name, kind] = HOLDS.exec(place) ?? [];
  return name === undefined || kind === undefined ? place : `${name}: ${dutchKind(kind)}`;
}

function dutchKind(word: string): string {
  const kind = DETECTED_KINDS.find((one) => one === word);
  return kind === undefined ? word : KINDS_NL[kind];
}
