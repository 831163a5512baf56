/** One object of the engine's syntax tree (`json_serialize_sql`): names in it are unresolved. */
export type SyntaxNode = { readonly [key: string]: unknown };

/** What the engine writes where a node has no place in the text (2^64 - 1, rounded by JSON). */
const NO_POSITION = 2 ** 53;

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object, or null where it is absent. */
export function child(node: SyntaxNode, key: string): SyntaxNode | null {
  const value = node[key];
  return isNode(value) ? value : null;
}

/** A member that is a list of objects; empty where it is absent. */
export function children(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** A member that is a text; empty where it is absent. */
export function text(node: SyntaxNode, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

/** A member that is a list of texts; empty where it is absent. */
export function texts(node: SyntaxNode, key: string): readonly string[] {
  const value = node[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Byte offset of a node in the statement, or undefined where the engine knows none. */
export function position(node: SyntaxNode): number | undefined {
  const value = node.query_location;
  return typeof value === 'number' && value < NO_POSITION ? value : undefined;
}

/** Line of a byte offset, counted from 1. */
export function lineOf(sql: string, offset: number): number {
  const before = Buffer.from(sql, 'utf8').subarray(0, offset);
  return before.reduce((line, byte) => (byte === 0x0a ? line + 1 : line), 1);
}
