import {
  type Document,
  isMap,
  isNode,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import type { z } from 'zod';
import type { YamlKind } from './yaml-kinds.js';
import { invalid, ofTheWhole, type Problem } from './yaml-problem.js';
import { problemOfText } from './yaml-text.js';

/** More references to anchors than a person writes; an alias bomb needs many. */
const MAX_ALIASES = 50;
/** The package compares each key with all before it: minutes for a large map. `keysTwice` does it in one pass. */
const OPTIONS = { prettyErrors: false, strict: true, uniqueKeys: false } as const;

type Path = readonly (string | number)[];

/**
 * Reads one YAML document against a schema: the only reader of contracts, linkage domains, themes and tables.
 * @throws SluisError of the kind's code: every problem as `line:column path: what`, never a value of the text, and
 * a last line that says what to do next
 */
export function readYaml<T>(yamlText: string, schema: z.ZodType<T>, kind: YamlKind): T {
  const problem = problemOfText(yamlText);
  if (problem) throw invalid([problem], kind);
  const lines = new LineCounter();
  const document = oneDocument(yamlText, lines, kind);
  const twice = keysTwice(document).map((offset) => ({
    ...at(lines, offset),
    path: '',
    what: 'a key twice',
  }));
  if (twice.length > 0) throw invalid(twice, kind);
  const result = schema.safeParse(plain(document, kind));
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.flatMap((issue) => located(issue, document, lines)),
    kind,
  );
}

function oneDocument(yamlText: string, lines: LineCounter, kind: YamlKind): Document {
  let documents: Document[];
  try {
    documents = [...parseAllDocuments(yamlText, { ...OPTIONS, lineCounter: lines })];
  } catch {
    throw invalid([ofTheWhole('nested too deeply to be read')], kind);
  }
  const problems = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (problems.length > 0) {
    const placed = problems.map(({ code, pos }) => ({
      ...at(lines, pos[0]),
      path: '',
      what: `not valid YAML (${code})`,
    }));
    throw invalid(placed, kind);
  }
  const [first, second] = documents;
  if (first === undefined) throw invalid([ofTheWhole('empty')], kind);
  if (first.directives?.yaml.explicit)
    throw invalid([ofTheWhole('a %YAML line, which may change what words mean; leave it out')], kind);
  if (!second) return first;
  const what = 'a second document; one file holds one';
  throw invalid([{ ...at(lines, second.range?.[0] ?? 0), path: '', what }], kind);
}

function plain(document: Document, kind: YamlKind): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    const what = `more than ${MAX_ALIASES} aliases, or an alias without an anchor; write the text out`;
    throw invalid([ofTheWhole(what)], kind);
  }
}

function located(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): readonly Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  if (issue.code !== 'unrecognized_keys') {
    return [
      {
        ...at(lines, offsetOf(document, path)),
        path: pathText(path),
        what: messageOf(issue, document, path),
      },
    ];
  }
  const offsets = keyOffsets(document, path);
  return issue.keys.map((key) => ({
    ...at(lines, offsets.get(key) ?? offsetOf(document, path)),
    // The position names it: what was pasted as a key may be anything, also a personal number.
    path: pathText(path),
    what: 'unknown key',
  }));
}

/** What the schema expects; where nothing stands at the path, that. */
function messageOf({ code, message }: z.core.$ZodIssue, document: Document, path: Path): string {
  const isThere = path.length === 0 || document.getIn(path) !== undefined;
  if (isThere || code === 'custom') return message;
  const expected = message.replace(/^Invalid (input|option): /, '').replace(/, received undefined$/, '');
  return `is missing (${expected})`;
}

/** Start of the value at a path, or of the nearest thing around it that is there. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** Where the keys of the map at a path stand. */
function keyOffsets(document: Document, path: Path): ReadonlyMap<string, number | undefined> {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return new Map(isMap(node) ? keysOf(node) : []);
}

function keysOf(map: YAMLMap): readonly (readonly [string, number | undefined])[] {
  return map.items.map(({ key }: Pair) => [
    String((key as Node | null) ?? ''),
    isNode(key) ? key.range?.[0] : undefined,
  ]);
}

/** Offsets of keys that their map holds already: which of the two is meant, nobody can tell. */
function keysTwice(document: Document): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const [key, offset] of keysOf(map)) {
        if (seen.has(key)) offsets.push(offset ?? 0);
        seen.add(key);
      }
    },
  });
  return offsets;
}

function at(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('');
}
