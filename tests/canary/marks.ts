/** Begins every text marker, marked column name and marked file name; nothing of Sluis has this word. */
export const WORD = 'kanarievogel';
/** Begins what the test itself plants in each place, to be found there by the same search. */
export const CONTROL = 'proefspoor';

/** Where a marker came from; `kept` where the contract says that the column goes on as it is. */
export interface Mark {
  readonly source: string;
  readonly column: string;
  readonly kept: boolean;
}

/**
 * All that may be a marker: the two words; numbers of 8 to 16 digits that are no part of a digest; dates; area codes.
 * Each is then looked up: only what was put into a file counts.
 */
const CANDIDATE = new RegExp(
  [
    `(?:${WORD}|${CONTROL})[-_0-9a-z]*`,
    '(?<![0-9a-f])[0-9]{8,16}(?![0-9a-f])',
    '(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])',
    '(?:bu|gm)99[0-9a-z]{2,6}',
  ].join('|'),
  'gi',
);

/** Every value that was put into a file, and where alone it stood. */
export class Marks {
  readonly #known = new Map<string, Mark>();

  /**
   * @returns the value itself
   * @throws where the value stands in another column too: what one may show would excuse the leak of the other
   */
  add(value: string, mark: Mark): string {
    const low = value.toLowerCase();
    const known = this.#known.get(low);
    if (known && nameOf(known) !== nameOf(mark))
      throw new Error(`One marker for two columns: ${nameOf(known)}, ${nameOf(mark)}`);
    this.#known.set(low, known ?? mark);
    return value;
  }

  get size(): number {
    return this.#known.size;
  }

  /** Markers in a text, by where they came from and never by value; controls by their name. */
  in(text: string): { readonly marks: ReadonlySet<Mark>; readonly controls: ReadonlySet<string> } {
    const marks = new Set<Mark>();
    const controls = new Set<string>();
    for (const [found] of text.matchAll(CANDIDATE)) {
      const low = found.toLowerCase();
      if (low.startsWith(CONTROL)) controls.add(low);
      else if (low.startsWith(WORD)) marks.add(this.#known.get(low) ?? UNPLACED);
      else if (this.#known.has(low)) marks.add(this.#known.get(low) as Mark);
    }
    return { marks, controls };
  }
}

const nameOf = ({ source, column, kept }: Mark) => `${source}.${column}${kept ? ' (kept)' : ''}`;

/** A piece of a marker: cut off, or put together with something else. */
const UNPLACED: Mark = { source: 'a file', column: 'unplaced', kept: false };
