import { createHmac } from 'node:crypto';
import type { PseudonymTag } from '../domain/dataset.js';
import { CANON_VERSION } from '../domain/names.js';
import type { PseudonymKey } from '../domain/pseudonym-key.js';
import { trimBlanks } from './canon/canonical-form.js';
import { canonicalForm } from './canon/canonical-forms.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUV';
/** Marks the pseudonym of an identifier that failed its check; not in the alphabet of base32hex. */
export const INVALID_MARK = 'Z';
const BLOCK = 64;

/** True for the pseudonym of an invalid identifier: it stands for nobody and never adds to a number of persons. */
export function isInvalidPseudonym(pseudonym: string): boolean {
  return pseudonym.startsWith(INVALID_MARK);
}

/** Messages bind canonical version and entity type; invalid values live in a domain of their own. */
function prefixes(entityType: string): Pick<PseudonymKey, 'prefix' | 'invalidPrefix'> {
  return {
    prefix: `${CANON_VERSION}:${entityType}:`,
    invalidPrefix: `${CANON_VERSION}:${entityType}-invalid:`,
  };
}

/**
 * Prepares a leased key for set-based use.
 * @param secret 32 bytes (at most 64); not kept, but the pads are equivalent to it: `forget` them when done
 * @throws SluisError ContractInvalid for an entity type without a canonical form
 */
export function pseudonymKey(tag: PseudonymTag, secret: Uint8Array): PseudonymKey {
  const padded = new Uint8Array(BLOCK);
  padded.set(secret);
  return {
    tag,
    innerPad: padded.map((byte) => byte ^ 0x36),
    outerPad: padded.map((byte) => byte ^ 0x5c),
    invalidMark: INVALID_MARK,
    canonicalSql: canonicalForm(tag.entityType).sql,
    ...prefixes(tag.entityType),
  };
}

/** Overwrites the pads. */
export function forget(key: PseudonymKey): void {
  key.innerPad.fill(0);
  key.outerPad.fill(0);
}

/** Pseudonym of one value: the first 160 bits of HMAC-SHA-256 in base32hex (RFC 4648), 32 characters. */
export function pseudonymOf(entityType: string, secret: Uint8Array, raw: string): string {
  const { prefix, invalidPrefix } = prefixes(entityType);
  const canonical = canonicalForm(entityType).canonical(raw);
  const message = canonical === null ? invalidPrefix + trimBlanks(raw) : prefix + canonical;
  const text = base32hex(createHmac('sha256', secret).update(message, 'utf8').digest().subarray(0, 20));
  return canonical === null ? INVALID_MARK + text.slice(1) : text;
}

function base32hex(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const digits = (bytes.length * 8) / 5;
  return Array.from(
    { length: digits },
    (_, i) => ALPHABET[Number((bits >> BigInt(5 * (digits - 1 - i))) & 31n)],
  ).join('');
}
