import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { policyDigest, policySources } from '../infra/bootstrap/policy-digest.mjs';
import { decide } from '../policy/decide.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const NOW = '2026-01-01T00:00:00.000Z';
const named = decide('G0', {}, NOW).policyHash;

const copies: string[] = [];
afterAll(() => {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** Another checkout, each of its sources changed as told. */
function checkout(changed: (text: string, path: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'sluis-policy-'));
  copies.push(copy);
  for (const folder of ['policy', 'domain'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  for (const path of policySources()) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), changed(readFileSync(join(root, path), 'utf8'), path));
  }
  return copy;
}

describe('the hash of the policy that a verdict names', () => {
  it('is that of the sources as sha256sum prints them', () => {
    const lines = policySources().map((path) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(root, path)))
        .digest('hex');
      return `${digest}  ${path}\n`;
    });
    expect(named).toBe(createHash('sha256').update(lines.join('')).digest('hex'));
  });

  it('is the same of the compiled code', () => {
    const asked =
      "import('./dist/policy/decide.js').then((m) => console.log(m.decide('G0', {}, process.argv[1]).policyHash))";
    expect(execFileSync(process.execPath, ['-e', asked, NOW], { cwd: root, encoding: 'utf8' }).trim()).toBe(
      named,
    );
  });

  it('is the same in another folder, and with the line endings of another system', () => {
    expect(policyDigest(checkout((text) => text))).toBe(named);
    expect(policyDigest(checkout((text) => text.replaceAll('\n', '\r\n')))).toBe(named);
  });

  it('is another where any one of the sources is, helpers and constants too', () => {
    const sources = policySources();
    expect(sources).toEqual(
      expect.arrayContaining(['policy/retention.ts', 'policy/law/laws.ts', 'domain/request.ts']),
    );
    const copy = checkout((text) => text);
    for (const path of sources) {
      const text = readFileSync(join(copy, path), 'utf8');
      writeFileSync(join(copy, path), `${text}// changed\n`);
      expect(policyDigest(copy), path).not.toBe(named);
      writeFileSync(join(copy, path), text);
    }
    expect(policyDigest(copy)).toBe(named);
  });

  it('rests on every file that the compiler makes policy import, and on no test', () => {
    const sources = policySources();
    for (const path of sources) {
      const { outputText } = ts.transpileModule(readFileSync(join(root, path), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
      });
      const imported = ts
        .preProcessFile(outputText)
        .importedFiles.map(({ fileName }) => fileName)
        .filter((name) => name.startsWith('.'))
        .map((name) => posix.join(posix.dirname(path), name.replace(/\.js$/, '.ts')));
      expect(sources, path).toEqual(expect.arrayContaining(imported));
    }
    expect(sources.filter((path) => /test/.test(path))).toEqual([]);
  });
});
