/**
 * What a text holds in another form: escaped for JSON or a URL, as UTF-16, as hexadecimal digits, as base64. A pass that
 * decoded all that could be base64 would cost minutes, so only what begins as a word or a number of markers is decoded.
 */
export class Forms {
  readonly #hex: RegExp;
  readonly #base64: RegExp;

  /** @param words beginnings of all text markers, six letters or more of ASCII in lower case */
  constructor(words: readonly string[]) {
    this.#hex = new RegExp(`${[...words.map(hexOf), `(?:${HEX_FIGURE}){8,100}`].join('|')}`, 'gi');
    this.#base64 = new RegExp([...words.flatMap(base64Of), `(?:${BASE64_FIGURES}){2,100}`].join('|'), 'g');
  }

  /** The text itself and every piece of it that is something else when read in another form. */
  *of(text: string): Generator<string> {
    yield text;
    yield* this.decoded(text);
    for (const piece of unescaped(text)) {
      yield piece;
      yield* this.decoded(piece);
    }
  }

  private *decoded(text: string): Generator<string> {
    for (const [wide] of text.matchAll(/(?:[\x20-\x7e]\0){6,}[\x20-\x7e]?/g)) {
      const narrow = wide.replaceAll('\0', '');
      yield narrow;
      // A neighbour, or the last character where the NUL comes first.
      if (!wide.endsWith('\0')) yield narrow.slice(0, -1);
    }
    for (const { index } of text.matchAll(this.#hex))
      yield Buffer.from(run(text, index, HEX), 'hex').toString('latin1');
    for (const { index } of text.matchAll(this.#base64)) {
      // It may begin in the group of three bytes before; and where the run began to be base64 is not known.
      const before = /[A-Za-z0-9+/_-]*$/.exec(text.slice(Math.max(0, index - 4), index))?.[0] ?? '';
      const some = before + run(text, index, BASE64);
      for (const at of [0, 1, 2, 3]) yield Buffer.from(some.slice(at), 'base64').toString('latin1');
    }
  }
}

/** A digit, or the hyphen of a date. */
const HEX_FIGURE = '3[0-9]|2d';
/** Three digits or hyphens: the bits of each character of base64 that are the same for all of them leave these. */
const BASE64_FIGURES = '[L-O][CDSTijyz][AEIMQUYcgk0][w-z0-5t]';
const HEX = /^[0-9a-f]*/i;
const BASE64 = /^[A-Za-z0-9+/_-]*/;
/** Longer than any marker in that form. */
const LONGEST = 600;

/** The characters of a form from a place on. */
function run(text: string, place: number, characters: RegExp): string {
  return characters.exec(text.slice(place, place + LONGEST))?.[0] ?? '';
}

function hexOf(word: string): string {
  return Buffer.from(word).toString('hex');
}

/** A word as it stands in base64, after none, one or two bytes of its group: what does not depend on its neighbours. */
function base64Of(word: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}

/** Not those that stand between words: what is beside them is seen without. */
const ESCAPE = String.raw`(?:\\u00[0-9a-f]{2}|%[0-9a-f]{2}|\\/)`;
/** Escapes with few characters between them. */
const ESCAPES = new RegExp(`${ESCAPE}(?:[^\\\\%]{0,12}${ESCAPE})*`, 'gi');
const BESIDE = 20;

/** Pieces with escapes of JSON and of URLs, without them. */
function* unescaped(text: string): Generator<string> {
  for (const { 0: escaped, index } of text.matchAll(ESCAPES))
    yield text
      .slice(Math.max(0, index - BESIDE), index + escaped.length + BESIDE)
      .replace(/\\u00([0-9a-f]{2})|%([0-9a-f]{2})|\\\//gi, (_, json?: string, url?: string) =>
        json || url ? String.fromCharCode(Number.parseInt(json ?? url ?? '', 16)) : '/',
      );
}
