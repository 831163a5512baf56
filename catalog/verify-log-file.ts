import type { KeyObject } from 'node:crypto';
import { keyId, openCheckpoint } from './checkpoint.js';
import { type FileLine, fileLines } from './file-lines.js';
import type { Finding, Verification } from './finding.js';
import { LogCheck } from './log-check.js';
import { LINE_LIMIT_BYTES, type LogFileHeader, readEvent, readHeader } from './log-file.js';

/** A file that was never an export, or was shuffled whole, need not be read to its end. */
const MOST_FINDINGS = 100;

/**
 * Verifies an exported log with nothing but a public key: each event against its leaf hash, the numbering, and the whole
 * against the root that the checkpoint signs, which covers every event. Constant memory. Reads on after a finding, up to
 * a hundred of them.
 * @param publicKey Ed25519; one that came with the file proves nothing
 * @throws SluisError UsageInvalid where it is no such file
 */
export async function verifyLogFile(
  chunks: AsyncIterable<Uint8Array>,
  publicKey: KeyObject,
): Promise<Verification> {
  const lines = fileLines(chunks, LINE_LIMIT_BYTES);
  const signed = signedBy(await headerOf(lines), publicKey);
  const check = new LogCheck(signed ? new Map([[signed.size, signed.root]]) : new Map());
  const behind: Finding[] = [];
  let isWhole = true;
  for (let number = 2; ; number += 1) {
    const { value: line } = await lines.next();
    if (line === undefined) break;
    isWhole = check.findings.length + behind.length < MOST_FINDINGS;
    if (!isWhole) break;
    const event = line.whole ? readEvent(line.bytes) : null;
    if (event === null) check.unreadable(`line ${number}`);
    else check.take(event);
    if (signed && event && event.seq >= signed.size)
      behind.push({ what: 'event-unsigned', place: `event ${event.seq}` });
  }
  await lines.return(undefined);
  const invalid: Finding[] = signed ? [] : [{ what: 'checkpoint-invalid', place: 'header' }];
  const findings = [...invalid, ...(isWhole ? check.end() : check.findings), ...behind];
  return { ok: findings.length === 0, events: check.size, signed: signed?.size ?? 0, findings };
}

/** The header of an exported log alone. @throws SluisError UsageInvalid where it is no such file */
export async function readLogFileHeader(chunks: AsyncIterable<Uint8Array>): Promise<LogFileHeader> {
  const lines = fileLines(chunks, LINE_LIMIT_BYTES);
  const header = await headerOf(lines);
  await lines.return(undefined);
  return header;
}

async function headerOf(lines: AsyncGenerator<FileLine>): Promise<LogFileHeader> {
  const { value } = await lines.next();
  return readHeader(value?.whole === true ? value.bytes : Buffer.alloc(0));
}

/** What the note of the file signs; null where it is not signed by this key. */
function signedBy({ checkpoint, keyId: id }: LogFileHeader, publicKey: KeyObject) {
  try {
    return id === keyId(publicKey) ? openCheckpoint(checkpoint, publicKey) : null;
  } catch {
    return null;
  }
}
