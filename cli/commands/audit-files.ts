import { createHash, type Hash, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { type AuditExport, exportAudit } from '../../operations/export-audit.js';
import { noteOfAuditFile, readPublicKey, verifyAuditFile } from '../../operations/verify-audit-file.js';
import { auditFileText } from '../audit-text.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { readInPieces, readTextFile } from '../read-file.js';
import { AUDIT_FILES } from '../texts/audit-files.js';
import { writeLines } from '../write-safely.js';
import type { WithAccess } from './onboarding.js';

/** Events between two lines of progress. */
const TOLD_EVERY = 10_000;

interface ExportFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/** `sluis audit export`: the signed log as one file, which verifies elsewhere. */
export function auditExportCommand(audit: Command, withAccess: WithAccess): void {
  audit
    .command('export')
    .description('the signed log as one file, to be kept and verified elsewhere')
    .option('--out <file>', 'instead of standard output; put there once it is whole')
    .option('--overwrite', 'replace the file that is there')
    .option('--json', 'with --out: one JSON document about the file')
    .action(async (flags: ExportFlags) => {
      const { out, overwrite = false, json } = flags;
      await withAccess(async (access) => {
        const log = await exportAudit(access);
        if (out === undefined) await toStandardOutput(log.lines());
        else await toFile(log, { out, overwrite, json: json === true });
      });
    });
}

/** Where the reader has gone, what is left is not written. */
async function toStandardOutput(lines: AsyncIterable<string>): Promise<void> {
  const { stdout } = process;
  for await (const line of lines) {
    if (!stdout.writable) return;
    if (stdout.write(line)) continue;
    await once(stdout, 'drain').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

async function toFile(
  { events, keyId, lines }: AuditExport,
  { out, overwrite, json }: { readonly out: string; readonly overwrite: boolean; readonly json: boolean },
): Promise<void> {
  const say = AUDIT_FILES[chosenLanguage()];
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    const hash = createHash('sha256');
    const written = passing(lines(), { events, hash, signal: interrupt.signal });
    await writeLines(out, written, { mode: 0o644, replace: overwrite });
    const document = { file: out, events, keyId, sha256: hash.digest('hex') };
    print(json, document, say.exported(out, events, keyId, document.sha256));
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.exitCode = 130;
    process.stderr.write(`${say.interrupted}\n`);
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/** Tells how far it is, takes the digest, and stops on an interrupt. */
async function* passing(
  lines: AsyncIterable<string>,
  { events, hash, signal }: { readonly events: number; readonly hash: Hash; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  let passed = -1;
  for await (const line of lines) {
    signal.throwIfAborted();
    hash.update(line);
    yield line;
    passed += 1;
    if (passed > 0 && passed % TOLD_EVERY === 0)
      process.stderr.write(`${AUDIT_FILES[chosenLanguage()].progress(passed, events)}\n`);
  }
}

/** `sluis audit verify --file`: an exported log, with nothing but a public key. */
export async function verifyExport(
  file: string,
  key: string | undefined,
  ownKey: () => KeyObject,
  json: boolean,
): Promise<void> {
  const publicKey = key === undefined ? ownPublicKey(ownKey) : readPublicKey(readTextFile(key, 'public key'));
  const result = await verifyAuditFile(readInPieces(file, 'export'), publicKey);
  print(json, { file, ...result }, auditFileText(result, chosenLanguage()).join('\n'));
  if (!result.ok) process.exitCode = 5;
}

/** The signed note of an older export, for `sluis audit verify --against`. */
export function witnessOf(file: string): Promise<string> {
  return noteOfAuditFile(readInPieces(file, 'export'));
}

function ownPublicKey(ownKey: () => KeyObject): KeyObject {
  try {
    return ownKey();
  } catch {
    throw new SluisError(
      'UsageInvalid',
      'No lake stands here, so its public key has to be named: --key checkpoint.pub',
    );
  }
}
