/**
 * What an identifier can identify, and so what a contract may have pseudonymised. Each has one canonical form in
 * privacy/canon; a test holds the two lists equal, since policy may not read that one.
 */
export const ENTITY_TYPES = [
  'bsn',
  'rsin',
  'kvk',
  'establishment',
  'postcode',
  'plate',
  'iban',
  'vbo',
  'lig',
  'sta',
  'pand',
  'num',
  'opr',
  'person',
  'household',
  'holding',
  'case',
  'object',
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

export function isEntityType(text: string): text is EntityType {
  return (ENTITY_TYPES as readonly string[]).includes(text);
}
