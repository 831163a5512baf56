import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { SluisError } from '../domain/errors.js';
import type { RecordPlanStep } from '../domain/treatment-plan.js';
import { regularFile } from './read-part.js';

/** A flattened record: texts by column name. */
export type TextRecord = ReadonlyMap<string, string | null>;

/** A part of nested JSON is parsed whole: larger ones must come as CSV. */
const MAX_BYTES = 256 << 20;

/**
 * Flattens one nested JSON document: keys and indexes on the way become columns, members of nested objects
 * `outer.inner`, lists inside a record their JSON text.
 * @throws SluisError SourceMalformed, without the parser's text, which quotes the document
 */
export async function readJsonRecords(path: string, steps: readonly RecordPlanStep[]): Promise<TextRecord[]> {
  const records: TextRecord[] = [];
  walk(await parsed(path), steps, new Map(), records);
  return records;
}

/**
 * The features of a GeoJSON document (RFC 7946), a record each: its properties under their own names, and what stands
 * beside them as `feature.id`, `feature.geometry`, …, the geometry as its JSON text.
 * @throws SluisError SourceMalformed, as readJsonRecords
 */
export async function readFeatures(path: string): Promise<TextRecord[]> {
  const document = await parsed(path);
  if (!isObject(document) || document.type !== 'FeatureCollection' || !Array.isArray(document.features))
    throw malformed('unreadable', 'is no GeoJSON collection of features');
  return document.features.map((feature: unknown) => {
    if (!isObject(feature) || feature.type !== 'Feature')
      throw malformed('unreadable', 'has something else than a feature among its features');
    const record = new Map<string, string | null>();
    if (isObject(feature.properties)) flatten(feature.properties, '', record);
    for (const [name, value] of Object.entries(feature)) {
      if (name === 'type' || name === 'properties') continue;
      if (record.has(`feature.${name}`)) throw malformed('duplicate-header', 'names two members alike');
      record.set(`feature.${name}`, isObject(value) ? JSON.stringify(value) : scalar(value));
    }
    return record;
  });
}

async function parsed(path: string): Promise<unknown> {
  const { bytes } = await regularFile(path);
  if (bytes > MAX_BYTES) throw malformed('line-too-long', 'is too large to be flattened');
  if (bytes === 0) throw malformed('empty', 'is empty');
  const text = await readFile(path);
  if (!isUtf8(text)) throw malformed('encoding', 'is no UTF-8');
  if (text.includes(0)) throw malformed('nul-byte', 'has NUL bytes');
  const document = text.toString('utf8').replace(/^\ufeff/, '');
  const value = parsedText(document);
  if (namesTwice(document)) throw malformed('duplicate-header', 'names two members alike');
  return value;
}

function parsedText(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed('unreadable', 'is no JSON');
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;

/** The parser keeps the last of two members of one name, and says nothing of the other (RFC 8259, 4). */
function namesTwice(document: string): boolean {
  const open: Set<string>[] = [];
  for (const [token, isKey] of document.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (isKey !== undefined) {
      const key = JSON.parse(token.slice(0, -isKey.length)) as string;
      const known = open.at(-1);
      if (known?.has(key)) return true;
      known?.add(key);
    }
  }
  return false;
}

function walk(value: unknown, steps: readonly RecordPlanStep[], outer: TextRecord, into: TextRecord[]): void {
  const [step, ...rest] = steps;
  if (step === undefined) {
    if (!isObject(value)) throw malformed('unreadable', 'has a record that is no object');
    const record = new Map(outer);
    flatten(value, '', record);
    into.push(record);
  } else if (step.step === 'member') {
    if (!isObject(value) || !Object.hasOwn(value, step.name)) throw malformed('unreadable', 'lacks a member');
    walk(value[step.name], rest, outer, into);
  } else if (step.step === 'each-key') {
    if (!isObject(value)) throw malformed('unreadable', 'has a list or value where keys are expected');
    for (const [key, inner] of Object.entries(value))
      walk(inner, rest, new Map(outer).set(step.as, key), into);
  } else {
    if (!Array.isArray(value)) throw malformed('unreadable', 'has no list where one is expected');
    value.forEach((inner, index) => {
      const named = step.step === 'each' ? outer : new Map(outer).set(step.as, String(index + step.from));
      walk(inner, rest, named, into);
    });
  }
}

function flatten(
  object: Readonly<Record<string, unknown>>,
  path: string,
  record: Map<string, string | null>,
): void {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value)) flatten(value, `${path}${key}.`, record);
    else if (record.has(path + key)) throw malformed('duplicate-header', 'names two members alike');
    else record.set(path + key, scalar(value));
  }
}

function scalar(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    // The parser has rounded it already: the delivered digits are lost.
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw malformed('unreadable', 'has a number too large');
    return String(value);
  }
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(finding: string, what: string): SluisError {
  return new SluisError('SourceMalformed', `A part of the delivery ${what}.`, { finding });
}
