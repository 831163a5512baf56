import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../domain/canonical-json.js';
import { signCheckpoint } from './checkpoint.js';
import { fileLines } from './file-lines.js';
import { logOfFive } from './testing/log-file.js';
import { verifyLogFile } from './verify-log-file.js';

const KEY = generateKeyPairSync('ed25519');

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

async function* inChunks(bytes: Buffer, size = bytes.length || 1) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const verified = (file: string | Buffer, key = KEY.publicKey) =>
  verifyLogFile(inChunks(Buffer.from(file)), key);

/** The parts of a line as text, without any code of ours: members stand in the order of their names. */
const EVENT = /^\{"entry":(?<entry>\{.*\}),"leafHash":"(?<hash>[0-9a-f]{64})","seq":(?<seq>\d+)\}$/;

const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** One more member in the body of one line, with or without a leaf hash that fits. */
function changed(line: string, rehash: 'rehashed' | 'as it was'): string {
  const entry = EVENT.exec(line)?.groups?.entry?.replace('"body":{', '"body":{"a":0,') ?? '';
  const hash = EVENT.exec(line)?.groups?.hash ?? '';
  const leaf = sha256(Buffer.of(0), Buffer.from(entry)).toString('hex');
  return `{"entry":${entry},"leafHash":"${rehash === 'rehashed' ? leaf : hash}","seq":${EVENT.exec(line)?.groups?.seq}}`;
}

const renumbered = (lines: readonly string[]) =>
  lines.map((line, at) => (at === 0 ? line : line.replace(/"seq":\d+\}$/, `"seq":${at - 1}}`)));

describe('a file of the log', () => {
  const lines: readonly string[] = logOfFive(KEY);

  it('verifies with the public key alone', async () => {
    expect(await verified(text(lines))).toEqual({ ok: true, events: 5, signed: 5, findings: [] });
  });

  it.each<[string, (file: readonly string[]) => string, object]>([
    [
      'a body that was changed',
      (file) => text(file.with(3, changed(file[3] ?? '', 'as it was'))),
      { what: 'event-changed', place: 'event 2' },
    ],
    [
      'a body that was changed with its hash',
      (file) => text(file.with(3, changed(file[3] ?? '', 'rehashed'))),
      { what: 'history-rewritten', place: 'events 0 to 4' },
    ],
    [
      'an event taken from the middle',
      (file) => text(file.toSpliced(3, 1)),
      { what: 'event-missing', place: 'before event 3' },
    ],
    [
      'an event taken from the middle, the others renumbered',
      (file) => text(renumbered(file.toSpliced(3, 1))),
      { what: 'events-cut', place: 'event 4' },
    ],
    ['the tail cut off', (file) => text(file.slice(0, -2)), { what: 'events-cut', place: 'events 3 to 4' }],
    ['all events cut off', (file) => text(file.slice(0, 1)), { what: 'events-cut', place: 'events 0 to 4' }],
    [
      'two events in another order',
      (file) => text(file.with(2, file[3] ?? '').with(3, file[2] ?? '')),
      { what: 'event-misplaced', place: 'event 1' },
    ],
    [
      'two events in another order, renumbered',
      (file) => text(renumbered(file.with(2, file[3] ?? '').with(3, file[2] ?? ''))),
      { what: 'history-rewritten', place: 'events 0 to 4' },
    ],
    [
      'an event that stands twice',
      (file) => text(file.toSpliced(3, 0, file[3] ?? '')),
      { what: 'event-misplaced', place: 'event 2' },
    ],
    [
      'an event behind those that were signed',
      (file) => text([...file, (file[5] ?? '').replace(/"seq":4\}$/, '"seq":5}')]),
      { what: 'event-unsigned', place: 'event 5' },
    ],
    [
      'a last line that breaks off',
      (file) => text(file).slice(0, -20),
      { what: 'line-unreadable', place: 'line 6' },
    ],
    [
      'a last line without its end',
      (file) => text(file).slice(0, -1),
      { what: 'line-unreadable', place: 'line 6' },
    ],
    [
      'a line in the middle that breaks off',
      (file) => text(file.with(3, (file[3] ?? '').slice(0, 80))),
      { what: 'line-unreadable', place: 'line 4' },
    ],
    [
      'a member that hides behind another of its name',
      (file) => text(file.with(3, (file[3] ?? '').replace('{"entry"', '{"entry":{"type":"x"},"entry"'))),
      { what: 'line-unreadable', place: 'line 4' },
    ],
    [
      'a line that is longer than any event',
      (file) => text(file.with(3, 'x'.repeat(200_000))),
      { what: 'line-unreadable', place: 'line 4' },
    ],
    ['an empty line', (file) => text([...file, '']), { what: 'line-unreadable', place: 'line 7' }],
  ])('names %s', async (_what, tampered, finding) => {
    const { ok, findings } = await verified(tampered(lines));
    expect({ ok, findings }).toMatchObject({ ok: false, findings: expect.arrayContaining([finding]) });
  });

  it('has no byte, in its header or in an event, that can be changed without being found', async () => {
    const file = Buffer.from(text(lines));
    const [header = '', event = ''] = lines;
    for (let at = 0; at < Buffer.byteLength(text([header, event])); at += 1) {
      const flipped = Buffer.from(file);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      const ok = await verified(flipped).then(
        (result) => result.ok,
        ({ code }: { code?: string }) => code !== 'UsageInvalid',
      );
      expect(ok, `byte ${at}`).toBe(false);
    }
  });

  it('does not verify with another key, and not with the note of another log', async () => {
    const other = generateKeyPairSync('ed25519');
    const invalid = [{ what: 'checkpoint-invalid', place: 'header' }];
    expect((await verified(text(lines), other.publicKey)).findings).toEqual(invalid);
    const { checkpoint, ...header } = JSON.parse(lines[0] ?? '');
    const [, size, root] = checkpoint.split('\n');
    const foreign = { size: Number(size), root: Buffer.from(root, 'base64').toString('hex') };
    const notes = [
      signCheckpoint(foreign, other.privateKey),
      checkpoint.replaceAll('sluis/catalog', 'other/catalog'),
    ];
    for (const note of notes) {
      const forged = canonicalJson({ ...header, checkpoint: note } as Json);
      expect((await verified(text(lines.with(0, forged)))).findings).toEqual(invalid);
    }
  });

  it('is told apart from files that are none, and from a newer format', async () => {
    const none = /^The file is no export of an audit log/;
    const header = JSON.parse(lines[0] ?? '');
    const forms = ['', '\n', 'bsn,naam\n1,2\n', '{"format":1}\n', '{}\n', (lines[0] ?? '').slice(0, 40)];
    for (const form of [...forms, '\0'.repeat(300_000), `${canonicalJson({ ...header, more: 1 })}\n`])
      await expect(verified(form), form.slice(0, 20)).rejects.toThrow(none);
    await expect(verified(`${canonicalJson({ ...header, version: 2 })}\n`)).rejects.toThrow(
      /format version 2, and this Sluis reads up to 1/,
    );
  });

  it('reads on after a finding, but not through a file of nothing else', async () => {
    const { findings } = await verified(text([lines[0] ?? '', ...Array(500).fill('nothing')]));
    expect(findings).toHaveLength(100);
    expect(findings.at(-1)).toEqual({ what: 'line-unreadable', place: 'line 101' });
  });
});

describe('the lines of a file', () => {
  it('are the same whatever the pieces that it comes in', async () => {
    const read = async (bytes: Buffer, size: number) => {
      const found: string[] = [];
      for await (const { bytes: line, whole } of fileLines(inChunks(bytes, size), 8))
        found.push(`${whole} ${line}`);
      return found;
    };
    const content = fc.string({ unit: fc.constantFrom('a', '\n', 'é'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 70 }), async (written, size) => {
        const [pieces, whole] = [
          await read(Buffer.from(written), size),
          await read(Buffer.from(written), 1_000),
        ];
        expect(pieces).toEqual(whole);
        // A second way: split, and say of each what it is.
        const parts = Buffer.from(written).toString('latin1').split('\n');
        const last = parts.pop() ?? '';
        const said = parts.map((part) => (part.length <= 8 ? `true ${latin1(part)}` : 'false '));
        if (last !== '') said.push(`false ${last.length <= 8 ? latin1(last) : ''}`);
        expect(whole).toEqual(said);
      }),
    );
  });
});

const latin1 = (part: string) => Buffer.from(part, 'latin1').toString('utf8');
