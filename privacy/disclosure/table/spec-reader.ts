/** One problem of a specification; `unknownKey` is set where the place is that key, whose text is not repeated. */
export interface SpecProblem {
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly unknownKey?: string;
}

type Path = SpecProblem['path'];

/**
 * Reads fields out of a plain object and keeps every problem instead of stopping at the first.
 * A problem names a place and what is expected there; never what was found.
 */
export class SpecReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: Path;
  readonly problems: SpecProblem[];

  constructor(value: unknown, known: readonly string[], path: Path = [], problems: SpecProblem[] = []) {
    this.#path = path;
    this.problems = problems;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    this.#fields = isObject ? (value as Record<string, unknown>) : {};
    if (!isObject) this.#complain(path, 'must be a group of keys');
    Object.keys(this.#fields).forEach((key, index) => {
      if (known.includes(key)) return;
      problems.push({ path, what: `unknown key (number ${index + 1} of the group)`, unknownKey: key });
    });
  }

  /** A field that may be absent or null. */
  value(key: string): unknown {
    return this.#fields[key] ?? undefined;
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    this.complain(key, 'must be text');
    return undefined;
  }

  requiredText(key: string): string {
    if (this.value(key) === undefined) this.complain(key, 'is missing');
    return this.text(key) ?? '';
  }

  flag(key: string): boolean {
    const value = this.value(key);
    if (value !== undefined && typeof value !== 'boolean') this.complain(key, 'must be true or false');
    return value === true;
  }

  number(key: string, accepts: (value: number) => boolean, what: string): number | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value) && accepts(value)) return value;
    this.complain(key, what);
    return undefined;
  }

  /** One of some words; the first where the field is absent. */
  oneOf<T extends string>(key: string, [first, ...rest]: readonly [T, ...T[]]): T {
    const value = this.text(key) ?? first;
    const found = [first, ...rest].find((known) => known === value);
    if (found === undefined) this.complain(key, `must be ${[first, ...rest].join(' or ')}`);
    return found ?? first;
  }

  texts(key: string): readonly string[] {
    return this.list(key).filter((entry, index): entry is string => {
      if (typeof entry === 'string' && entry !== '') return true;
      this.complain(key, 'must be text', index);
      return false;
    });
  }

  list(key: string): readonly unknown[] {
    const value = this.value(key);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.complain(key, 'must be a list');
    return [];
  }

  /** A group of keys under this one. */
  group(key: string, known: readonly string[]): SpecReader {
    return new SpecReader(this.value(key) ?? {}, known, [...this.#path, key], this.problems);
  }

  /** The groups of a list. */
  groups(key: string, known: readonly string[]): readonly SpecReader[] {
    return this.list(key).map(
      (entry, index) => new SpecReader(entry, known, [...this.#path, key, index], this.problems),
    );
  }

  complain(key: string, what: string, index?: number): void {
    this.#complain([...this.#path, key, ...(index === undefined ? [] : [index])], what);
  }

  #complain(path: Path, what: string): void {
    this.problems.push({ path, what });
  }
}
