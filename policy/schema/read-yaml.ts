import { type Document, isMap, isNode, isPair, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { SluisError } from '../../domain/errors.js';

const MAX_CHARACTERS = 1_000_000;
/** More references to anchors than a person writes; an alias bomb needs many. */
const MAX_ALIASES = 50;

/** One problem of a text: 1-based line and column, a path such as `roles[0].oin`, and what is wrong there. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly what: string;
}

/**
 * Reads one YAML document against a schema.
 * @throws SluisError ContractInvalid: every problem as `line:column path: what`, never a value of the text
 */
export function readYaml<T>(yamlText: string, schema: z.ZodType<T>): T {
  if (yamlText.length > MAX_CHARACTERS) {
    throw invalid([{ line: 1, column: 1, path: '', what: `longer than ${MAX_CHARACTERS} characters` }]);
  }
  const lines = new LineCounter();
  const document = oneDocument(yamlText, lines);
  const result = schema.safeParse(plain(document));
  if (result.success) return result.data;
  throw invalid(result.error.issues.flatMap((issue) => located(issue, document, lines)));
}

/** ContractInvalid for problems in the order of the text. */
export function invalid(problems: readonly Problem[]): SluisError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const list = sorted.map(
    ({ line, column, path, what }) => `${line}:${column} ${path && `${path}: `}${what}`,
  );
  return new SluisError('ContractInvalid', list.join('\n'), { problems: list });
}

function oneDocument(yamlText: string, lines: LineCounter): Document {
  let documents: Document[];
  try {
    documents = [...parseAllDocuments(yamlText, { lineCounter: lines, prettyErrors: false, strict: true })];
  } catch {
    throw invalid([{ line: 1, column: 1, path: '', what: 'nested too deeply to be read' }]);
  }
  const problems = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (problems.length > 0) {
    throw invalid(
      problems.map(({ code, pos }) => ({ ...at(lines, pos[0]), path: '', what: `not valid YAML (${code})` })),
    );
  }
  const [first, second] = documents;
  if (first === undefined) throw invalid([{ line: 1, column: 1, path: '', what: 'empty' }]);
  if (second) {
    throw invalid([
      { ...at(lines, second.range?.[0] ?? 0), path: '', what: 'a second document; one file holds one' },
    ]);
  }
  return first;
}

function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw invalid([
      { line: 1, column: 1, path: '', what: 'too many aliases, or an alias without an anchor' },
    ]);
  }
}

function located(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): readonly Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') {
    return [{ ...at(lines, offsetOf(document, path)), path: pathText(path), what: issue.message }];
  }
  return issue.keys.map((key) => ({
    ...at(lines, keyOffset(document, path, key)),
    // The position names it: what was pasted as a key may be anything, also a personal number.
    path: pathText(path),
    what: 'unknown key',
  }));
}

/** Start of the value at a path, or of the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, path: readonly (string | number)[], key: string): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(node)
    ? node.items.find((item) => isPair(item) && String((item.key as Node | null) ?? '') === key)
    : undefined;
  return (pair && isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? offsetOf(document, path);
}

function at(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
