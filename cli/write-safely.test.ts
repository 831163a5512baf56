import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLines } from './write-safely.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluis-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* lines(...texts: readonly (string | Error)[]) {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield text;
  }
}
const KEEP = { mode: 0o644, replace: false };

describe('lines that are put in a file', () => {
  it('stand there whole, with the permissions that were asked for', async () => {
    const path = join(folder, 'out');
    await writeLines(path, lines('a\n', 'b\n'), KEEP);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('leave nothing behind where they break off', async () => {
    const broken = writeLines(join(folder, 'out'), lines('a\n', new Error('broken')), KEEP);
    await expect(broken).rejects.toThrow('broken');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replace no file, and no link, without that being said', async () => {
    const path = join(folder, 'out');
    writeFileSync(path, 'older');
    await expect(writeLines(path, lines('a\n'), KEEP)).rejects.toThrow(/is there already/);
    expect(readFileSync(path, 'utf8')).toBe('older');
    await writeLines(path, lines('a\n'), { ...KEEP, replace: true });
    expect(readFileSync(path, 'utf8')).toBe('a\n');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    await expect(writeLines(join(folder, 'link'), lines('a\n'), KEEP)).rejects.toThrow(/is there already/);
    expect(readdirSync(folder).sort()).toEqual(['link', 'out']);
  });

  it('replace no file that came while they were written', async () => {
    const path = join(folder, 'out');
    async function* slow() {
      yield 'a\n';
      writeFileSync(path, 'of another');
      yield 'b\n';
    }
    await expect(writeLines(path, slow(), KEEP)).rejects.toThrow(/is there already/);
    expect(readFileSync(path, 'utf8')).toBe('of another');
    expect(readdirSync(folder)).toEqual(['out']);
  });

  it('say where they cannot be written', async () => {
    const path = join(folder, 'none', 'out');
    await expect(writeLines(path, lines('a\n'), KEEP)).rejects.toThrow('cannot be written (ENOENT)');
  });
});
