import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { logOfFive } from '../../catalog/testing/log-file.js';
import { FAMILIES, SluisError } from '../../domain/errors.js';
import { errorText } from '../error-text.js';
import { readingCommands } from './reading.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-audit-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const pem = (key: KeyObject, type: 'spki' | 'pkcs8') => key.export({ format: 'pem', type }).toString();

const KEY = generateKeyPairSync('ed25519');
const OTHER = generateKeyPairSync('ed25519');
const lines = logOfFive(KEY);
const whole = file('audit.ndjson', `${lines.join('\n')}\n`);
const key = file('checkpoint.pub', pem(KEY.publicKey, 'spki'));

/** `sluis audit verify` on a machine without servers: what it prints, and how it ends. */
async function verify(args: readonly string[], ownKey: KeyObject | null = null) {
  const program = new Command();
  const servers = () => Promise.reject(new Error('servers were asked'));
  readingCommands(program, servers, () => {
    if (ownKey === null) throw new Error('ENOENT');
    return ownKey;
  });
  let said = '';
  const { write } = process.stdout;
  process.stdout.write = ((text: string) => {
    said += text;
    return true;
  }) as typeof write;
  try {
    await program.parseAsync(['audit', 'verify', ...args], { from: 'user' });
    return { said, exit: process.exitCode ?? 0 };
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    return { said: errorText(error, 'en'), exit: FAMILIES[error.family].exit };
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
}

describe('sluis audit verify --file', () => {
  it('verifies with a file and a public key alone, and says what it did not look at', async () => {
    const { said, exit } = await verify(['--file', whole, '--key', key]);
    expect(exit).toBe(0);
    expect(said).toMatch(/^verified: 5 events, 5 signed by key [0-9a-f]{8}\n/);
    expect(said).toContain('not looked at: objects, projections, and what came after this export');
  });

  it('takes the key of the lake of this machine where none is named, and says so where there is none', async () => {
    expect(await verify(['--file', whole], KEY.publicKey)).toMatchObject({ exit: 0 });
    expect(await verify(['--file', whole])).toEqual({
      exit: 2,
      said: expect.stringContaining('its public key has to be named: --key checkpoint.pub'),
    });
  });

  it('ends with 5 and names the place where an event was changed, or the key is another', async () => {
    const forged = file('forged.ndjson', `${lines.join('\n').replace('"reason":"', '"reason":"not ')}\n`);
    const changed = await verify(['--file', forged, '--key', key]);
    expect(changed.exit).toBe(5);
    expect(changed.said).toMatch(/^NOT VERIFIED: .*\nevent-changed: event \d \(.*\)\n→ rely on nothing/);
    const foreign = await verify(['--file', whole], OTHER.publicKey);
    expect(foreign).toEqual({ exit: 5, said: expect.stringContaining('checkpoint-invalid: header (') });
  });

  it('gives one JSON document', async () => {
    const cut = file('cut.ndjson', `${lines.slice(0, -1).join('\n')}\n`);
    const { said, exit } = await verify(['--file', cut, '--key', key, '--json']);
    expect(exit).toBe(5);
    expect(JSON.parse(said)).toEqual({
      file: cut,
      ok: false,
      events: 4,
      signed: 5,
      keyId: expect.stringMatching(/^[0-9a-f]{8}$/),
      findings: [{ what: 'events-cut', place: 'event 4' }],
    });
  });

  it.each<[string, readonly string[], string]>([
    [
      'a file that is none',
      ['--file', file('x.csv', 'a,b\n1,2\n'), '--key', key],
      'is no export of an audit log',
    ],
    [
      'a file that is not there',
      ['--file', join(folder, 'none'), '--key', key],
      'The export cannot be read (ENOENT)',
    ],
    ['a folder', ['--file', folder, '--key', key], 'The export is a folder'],
    ['a key that is none', ['--file', whole, '--key', whole], 'That is no public key of a log'],
    [
      'a private key',
      ['--file', whole, '--key', file('private', pem(KEY.privateKey, 'pkcs8'))],
      'That is no public key of a log',
    ],
    [
      'a key of another kind',
      ['--file', whole, '--key', file('x25519', pem(generateKeyPairSync('x25519').publicKey, 'spki'))],
      'That is no public key of a log',
    ],
    ['a key without a file', ['--key', key], '--key goes with --file alone'],
    ['two logs at once', ['--file', whole, '--against', whole], 'not both at once'],
    ['a witness that is none', ['--against', key], 'is no export of an audit log'],
  ])('ends with 2 on %s', async (_what, args, said) => {
    expect(await verify(args)).toEqual({ exit: 2, said: expect.stringContaining(said) });
  });
});
