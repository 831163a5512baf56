import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

/** What one look at every byte of a part shows. */
export interface ScannedPart {
  readonly utf8: boolean;
  readonly nul: boolean;
  /** Records (RFC 4180) after the skipped lines: what the engine must read, or it lost some without a word. */
  readonly records: number;
  /** A quote that opens a cell is not closed where the cell ends. */
  readonly openQuote: boolean;
  /** Some lines end in CR LF, others in LF alone. */
  readonly mixedEnds: boolean;
}

export interface RecordForm {
  /** Physical lines before the first record. */
  readonly skip: number;
  readonly delimiter: string;
  /** In a file of one column a blank line is a record without a value; in all others it is none. */
  readonly columns: number;
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BLANK = 32;

export async function scanPart(path: string, form: RecordForm): Promise<ScannedPart> {
  const counter = new RecordCounter(form);
  let utf8 = true;
  let nul = false;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    counter.read(chunk);
    nul ||= chunk.includes(0);
    const whole = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const cut = lastBoundary(whole);
    utf8 &&= isUtf8(whole.subarray(0, cut));
    rest = Buffer.from(whole.subarray(cut));
  }
  return { utf8: utf8 && rest.length === 0, nul, ...counter.found() };
}

/** Counts line ends outside quotes, independently of the engine. */
class RecordCounter {
  readonly #delimiter: number;
  readonly #countsBlank: boolean;
  #skip: number;
  #begun = false;
  #found = 0;
  #inQuotes = false;
  /** Only blanks since the cell began: a quote here opens it. */
  #atCellStart = true;
  /** Bytes of the line so far, without a carriage return at its end. */
  #length = 0;
  #last = LINE_FEED;
  /** Text follows a quote at once: it closed another cell than its own. */
  #strayQuote = false;
  #withReturn = false;
  #withoutReturn = false;

  constructor({ skip, delimiter, columns }: RecordForm) {
    this.#skip = skip;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#countsBlank = columns === 1;
  }

  read(chunk: Buffer): void {
    let at = this.#begun || !chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 0 : 3;
    this.#begun = true;
    for (; this.#skip > 0; this.#skip -= 1) {
      const end = chunk.indexOf(LINE_FEED, at);
      if (end < 0) return;
      at = end + 1;
    }
    if (this.#inQuotes || chunk.includes(QUOTE, at)) this.#readBytes(chunk, at);
    else this.#readLines(chunk, at);
  }

  found(): Pick<ScannedPart, 'records' | 'openQuote' | 'mixedEnds'> {
    return {
      records: this.#length > 0 ? this.#found + 1 : this.#found,
      openQuote: this.#inQuotes || this.#strayQuote,
      mixedEnds: this.#withReturn && this.#withoutReturn,
    };
  }

  /** No quote in sight: from line end to line end. */
  #readLines(chunk: Buffer, from: number): void {
    let at = from;
    for (let end = chunk.indexOf(LINE_FEED, at); end >= 0; end = chunk.indexOf(LINE_FEED, at)) {
      const last = end > at ? (chunk[end - 1] as number) : this.#last;
      this.#endLine(this.#length + end - at, last);
      at = end + 1;
    }
    if (at === chunk.length) return;
    this.#length += chunk.length - at;
    this.#last = chunk[chunk.length - 1] as number;
    const cell = chunk.subarray(Math.max(at, chunk.lastIndexOf(this.#delimiter) + 1));
    this.#atCellStart =
      (this.#atCellStart || cell.length < chunk.length - at) && cell.every((b) => b === BLANK);
  }

  #readBytes(chunk: Buffer, from: number): void {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (this.#inQuotes) {
        if (byte === QUOTE) this.#inQuotes = false;
      } else if (byte === QUOTE && (this.#atCellStart || this.#last === QUOTE)) {
        this.#inQuotes = true;
        this.#atCellStart = false;
      } else if (byte === LINE_FEED) {
        this.#endLine(this.#length, this.#last);
        continue;
      } else if (byte === this.#delimiter) this.#atCellStart = true;
      else if (byte !== BLANK) {
        this.#atCellStart = false;
        this.#strayQuote ||= this.#last === QUOTE && byte !== CARRIAGE_RETURN;
      }
      this.#length += 1;
      this.#last = byte;
    }
  }

  #endLine(bytes: number, last: number): void {
    const hasReturn = last === CARRIAGE_RETURN;
    if (hasReturn) this.#withReturn = true;
    else this.#withoutReturn = true;
    const length = hasReturn ? bytes - 1 : bytes;
    if (length > 0 || this.#countsBlank) this.#found += 1;
    this.#length = 0;
    this.#last = LINE_FEED;
    this.#atCellStart = true;
  }
}

/** Where the last character that may be unfinished begins: at most three bytes before the end. */
function lastBoundary(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
