/** A line without its newline. `whole` is false where the file breaks off in it, or where it is too long to be held. */
export interface FileLine {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

const NEWLINE = 0x0a;

/** Lines of a file in constant memory: of one that is longer than the limit nothing is held, and the next is read. */
export async function* fileLines(
  chunks: AsyncIterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<FileLine> {
  let held = Buffer.alloc(0);
  let tooLong = false;
  for await (const chunk of chunks) {
    let rest = Buffer.concat([held, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      const whole = !tooLong && end <= limitBytes;
      yield { bytes: whole ? rest.subarray(0, end) : Buffer.alloc(0), whole };
      tooLong = false;
      rest = rest.subarray(end + 1);
    }
    tooLong ||= rest.length > limitBytes;
    held = tooLong ? Buffer.alloc(0) : rest;
  }
  if (held.length > 0 || tooLong) yield { bytes: held, whole: false };
}
