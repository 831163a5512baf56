/** Counts by area and year that grow with neither the city nor its files. */
export class Counts<Name extends string> {
  readonly #names: readonly Name[];
  readonly #cells = new Map<string, Record<Name, number>>();

  constructor(names: readonly Name[], keys: readonly string[]) {
    this.#names = names;
    for (const key of keys) this.#cell(key);
  }

  add(name: Name, ...key: readonly (string | number)[]): void {
    this.#cell(key.join(' '))[name] += 1;
  }

  /** By key: its parts with a blank between. */
  all(): Readonly<Record<string, Readonly<Record<Name, number>>>> {
    return Object.fromEntries(this.#cells);
  }

  #cell(key: string): Record<Name, number> {
    const found = this.#cells.get(key);
    if (found) return found;
    const cell = Object.fromEntries(this.#names.map((name) => [name, 0])) as Record<Name, number>;
    this.#cells.set(key, cell);
    return cell;
  }
}
