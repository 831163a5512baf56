import { Forms } from './forms.js';

/** Begins every text marker, marked column name and marked file name; nothing of Sluis has this word. */
export const WORD = 'kanarievogel';
/** Begins what the test itself plants in each place, to be found there by the same search. */
export const CONTROL = 'proefspoor';
/** So many letters of a word are enough: a text may have been cut. */
const STEM = 6;

/** Where a marker came from; `kept` where the contract says that the column goes on as it is. */
export interface Mark {
  readonly source: string;
  readonly column: string;
  readonly kept: boolean;
}

export interface InText {
  readonly marks: Set<Mark>;
  readonly controls: Set<string>;
}

/** All that may be a marker; each is then looked up: only what was put into a file counts, or begins as its texts do. */
const WORDS = new RegExp(
  `(?:${[WORD, CONTROL].map((word) => word.slice(0, STEM)).join('|')})[-_0-9a-z]*|(?:bu|gm)99[0-9a-z]{2,6}`,
  'gi',
);
/** Digits, alone or with what people write between them. */
const FIGURES = /[0-9](?:[0-9]|[-./ ](?=[0-9])){5,}/g;
const NUMBERS = /(?<![0-9])[0-9]{7,16}(?![0-9])/g;
/** As people write a number: in groups of digits. */
const GROUPED = /(?<![0-9])[0-9]{1,4}([-. ])[0-9]{1,4}(?:\1[0-9]{1,4}){1,4}(?![0-9])/g;
const DATES = [
  /(?<![0-9])(?<year>[0-9]{4})([-./ ])(?<month>[0-9]{1,2})\2(?<day>[0-9]{1,2})(?![0-9])/g,
  /(?<![0-9])(?<day>[0-9]{1,2})([-./ ])(?<month>[0-9]{1,2})\2(?<year>[0-9]{4})(?![0-9])/g,
];

/** Every value that was put into a file, and where alone it stood. */
export class Marks {
  readonly #known = new Map<string, Mark>();
  readonly #controls = new Map<string, string>();
  /** Dates without a sign between, numbers without leading zeros: so few digits that chance makes them too. */
  readonly #short = new Set<string>();
  readonly #forms = new Forms([WORD, CONTROL].map((word) => word.slice(0, STEM + 3)));

  /**
   * @returns the value itself
   * @throws where the value stands in another column too: what one may show would excuse the leak of the other
   */
  add(value: string, mark: Mark): string {
    for (const short of shortOf(value)) this.#short.add(short);
    for (const spelling of spellingsOf(value)) {
      const known = this.#known.get(spelling);
      if (known && nameOf(known) !== nameOf(mark))
        throw new Error(`One marker for two columns: ${nameOf(known)}, ${nameOf(mark)}`);
      this.#known.set(spelling, known ?? mark);
    }
    return value;
  }

  /** A number or date that the test itself plants, under the name of its control. @returns the value itself */
  control(value: string, name: string): string {
    for (const short of shortOf(value)) this.#short.add(short);
    for (const spelling of spellingsOf(value)) this.#controls.set(spelling, name);
    return value;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Markers in a text, by where they came from and never by value; controls by their name. */
  in(text: string): InText {
    const found: InText = { marks: new Set(), controls: new Set() };
    for (const form of this.#forms.of(text)) {
      for (const [word] of form.matchAll(WORDS)) this.look(word.toLowerCase(), found);
      for (const { 0: figures, index } of form.matchAll(FIGURES))
        this.lookAtFigures(form, figures, index, found);
    }
    return found;
  }

  private lookAtFigures(text: string, figures: string, place: number, found: InText): void {
    for (const { 0: number, index } of figures.matchAll(NUMBERS))
      if (this.knows(number) && !this.isChance(text, place + index, number)) this.look(number, found);
    if (!/[^0-9]/.test(figures)) return;
    for (const [grouped] of figures.matchAll(GROUPED)) this.look(grouped.replace(/[^0-9]/g, ''), found);
    for (const written of DATES)
      for (const { groups } of figures.matchAll(written)) this.look(dateOf(groups), found);
  }

  private isChance(text: string, index: number, number: string): boolean {
    if (isInDigest(text, index, number.length)) return true;
    return this.#short.has(number) && !isInText(text, index, number.length);
  }

  private knows(value: string): boolean {
    return this.#known.has(value) || this.#controls.has(value);
  }

  private look(value: string, { marks, controls }: InText): void {
    const mark = this.#known.get(value);
    const control = this.#controls.get(value);
    if (mark) marks.add(mark);
    else if (control) controls.add(control);
    else if (value.startsWith(CONTROL.slice(0, STEM))) controls.add(value);
    else if (value.startsWith(WORD.slice(0, STEM))) marks.add(UNPLACED);
  }
}

/** A marker as it is looked up: the words of a text apart, a date without hyphens too, a number without leading zeros too. */
function spellingsOf(value: string): string[] {
  const low = value.toLowerCase();
  const words = [...low.matchAll(WORDS)].map(([word]) => word);
  if (words.length > 0) return words;
  return [low, ...shortOf(low)];
}

/** Of a date 16120413 and 13041612, of a number that without leading zeros; of anything else nothing. */
function shortOf(value: string): string[] {
  const date = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(value)?.slice(1);
  if (date) return [date.join(''), date.toReversed().join('')];
  return /^0[0-9]+$/.test(value) ? [value.replace(/^0+/, '')] : [];
}

/** As a file has it: 1612-04-13, whoever wrote it as 13-4-1612. */
function dateOf({ year = '', month = '', day = '' }: Readonly<Record<string, string>> = {}): string {
  return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
}

/**
 * Digits beside the letters of a long run of hexadecimal digits are a piece of a digest or an identifier. So short a number
 * that chance makes it there is known only where it stands alone.
 */
function isInDigest(text: string, index: number, length: number): boolean {
  const end = index + length;
  const before = /[0-9a-f-]*$/i.exec(text.slice(Math.max(0, index - 40), index))?.[0] ?? '';
  const after = /^[0-9a-f-]*/i.exec(text.slice(end, end + 40))?.[0] ?? '';
  const around = `${before.split('-').at(-1)}${text.slice(index, end)}${after.split('-')[0]}`;
  const uuids = [...`${before}${text.slice(index, end)}${after}`.matchAll(UUID)];
  if (uuids.some((one) => one.index <= before.length && one.index + 36 >= before.length + length))
    return true;
  return around.length > length && (length < 9 || around.length >= 16);
}

/**
 * Neither beside a byte that no text has. PostgreSQL packs a long text in pieces of eight characters between bytes that say
 * how: of a digest one in forty is all digits.
 */
function isInText(text: string, index: number, length: number): boolean {
  const beside = `${text[index - 1] ?? ''}${text[index + length] ?? ''}`;
  return /^[\t\n\r\x20-\x7e]*$/.test(beside);
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

const nameOf = ({ source, column, kept }: Mark) => `${source}.${column}${kept ? ' (kept)' : ''}`;

/** A piece of a marker: cut off, or put together with something else. */
const UNPLACED: Mark = { source: 'a file', column: 'unplaced', kept: false };
