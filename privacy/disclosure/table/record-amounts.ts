import { SluisError } from '../../../domain/errors.js';
import { each, type Sliced } from '../slices.js';
import { inUnits } from './decimal.js';
import { rowError, TableColumn, type TableData } from './table-data.js';
import type { TableSpec } from './table-spec.js';

/** What one record adds, in units of the table; both are whole. */
export interface RecordAmount {
  /** Weighted, where the table is. */
  readonly value: number;
  /** To its unit, never weighted. */
  readonly contribution: number;
}

const ONE: RecordAmount = { value: 1, contribution: 1 };

/** Measure and weight of each record as exact whole numbers. */
export class RecordAmounts {
  readonly #measure: TableColumn | null;
  readonly #weight: TableColumn | null;
  readonly #measureScale: number;
  readonly #weightScale: number;
  /** Some measure is below 0. */
  readonly negative: boolean;
  /** Absolute sums so far. */
  #values = 0;
  #contributions = 0;

  private constructor(
    measure: TableColumn | null,
    weight: TableColumn | null,
    scales: readonly [measure: number, weight: number],
    negative: boolean,
  ) {
    this.#measure = measure;
    this.#weight = weight;
    [this.#measureScale, this.#weightScale] = scales;
    this.negative = negative;
  }

  /**
   * Looks at every record once, for the digits that all need.
   * @throws SluisError SourceMalformed with the line of a value that is no number, or a negative weight; SpecInvalid
   * where values below 0 are weighted
   */
  static *read(spec: TableSpec, data: TableData): Sliced<RecordAmounts> {
    const measure = spec.measure === null ? null : new TableColumn(data, spec.measure, 'the measure');
    const weight = spec.weight === null ? null : new TableColumn(data, spec.weight, 'the weight');
    let [measureScale, weightScale] = [0, 0];
    let negative = false;
    if (measure || weight)
      yield* each(data.rows.length, (row) => {
        const measured = measure?.decimal(row);
        const weighed = weight?.decimal(row);
        if (weighed && weighed.units < 0n) throw rowError(data, row, 'a weight below 0');
        if (measured && measured.units < 0n) negative = true;
        measureScale = Math.max(measureScale, measured?.scale ?? 0);
        weightScale = Math.max(weightScale, weighed?.scale ?? 0);
      });
    if (negative && weight)
      throw new SluisError('SpecInvalid', 'A weighted table with values below 0 cannot be protected.');
    return new RecordAmounts(measure, weight, [measureScale, weightScale], negative);
  }

  /** 10^-decimals is the unit of both amounts. */
  get decimals(): number {
    return this.#measureScale + this.#weightScale;
  }

  /** To be asked once of each row: sums of what it answers are exact. @throws SluisError SpecInvalid where they are not */
  of(row: number): RecordAmount {
    if (!this.#measure && !this.#weight) return ONE;
    const measure = this.#measure ? inUnits(this.#measure.decimal(row), this.#measureScale) : 1n;
    const weight = this.#weight ? inUnits(this.#weight.decimal(row), this.#weightScale) : 1n;
    const value = Number(measure * weight);
    const contribution = this.#weight ? Number(measure * 10n ** BigInt(this.#weightScale)) : value;
    this.#values += Math.abs(value);
    this.#contributions += Math.abs(contribution);
    if (this.#values > Number.MAX_SAFE_INTEGER || this.#contributions > Number.MAX_SAFE_INTEGER)
      throw new SluisError(
        'SpecInvalid',
        'A sum is beyond 2^53 in units of its last decimal: round the measure.',
      );
    return { value, contribution };
  }
}
