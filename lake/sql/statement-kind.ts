import { type RefusalReason, refusal } from './refusals.js';
import { lineOf } from './syntax.js';

/** What the words with which a statement begins do, beyond reading: each has its own refusal. */
const FIRST_WORDS: Readonly<Partial<Record<RefusalReason, readonly string[]>>> = {
  'writes-table': ['insert', 'update', 'delete', 'merge', 'truncate', 'create', 'alter', 'drop', 'comment'],
  'writes-file': ['copy', 'export', 'import'],
  attaches: ['attach', 'detach', 'use'],
  loads: ['load', 'install', 'force'],
  'changes-settings': ['set', 'reset', 'pragma'],
  calls: ['call'],
  prepares: ['prepare', 'execute', 'deallocate'],
  transacts: ['begin', 'start', 'commit', 'rollback', 'abort', 'checkpoint', 'vacuum', 'analyze'],
};

const REASONS = new Map(
  Object.entries(FIRST_WORDS).flatMap(([reason, words]) =>
    words.map((word) => [word, reason as RefusalReason] as const),
  ),
);

/** Texts, names in quotes and comments, in which neither semicolon nor word counts; then what does. */
const PART = /--[^\n\r]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<end>;)|(?<word>[A-Za-z_]+)|[^\s]/g;

/** The refusal of a text with a statement that is no SELECT: what the first such statement would do, and its line. */
export function notSelect(sql: string): Error {
  let isFirst = true;
  for (const { 0: part, groups, index } of sql.matchAll(PART)) {
    if (part.startsWith('--') || part.startsWith('/*')) continue;
    const word = groups?.word?.toLowerCase();
    if (isFirst && word !== undefined && !READS.has(word)) {
      const place = { name: part.toUpperCase(), line: lineOf(sql, Buffer.byteLength(sql.slice(0, index))) };
      return refusal(REASONS.get(word) ?? 'not-select', place);
    }
    isFirst = groups?.end !== undefined;
  }
  return refusal('not-select');
}

/** With what a statement that only reads begins. */
const READS = new Set(['select', 'with', 'values', 'from']);
