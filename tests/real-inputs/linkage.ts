import { createHmac } from 'node:crypto';
import { vaultKeys } from '../../infra/vault-keys.js';
import { queryDatasets, type Stack } from '../stack.js';

/** Who is linked to whom: ids of a record of the one file and of a record of the other, with a blank between them. */
export type Pairs = ReadonlySet<string>;
type Records = readonly Readonly<Record<string, string>>[];

/** Pairs of records whose numbers are the same text: no canonical form, no pseudonym and no engine has a part in it. */
export function plainPairs(one: Records, other: Records): Pairs {
  const byNumber = new Map<string, string[]>();
  for (const { soc_sec_id: number = '', rec_id: id = '' } of one)
    byNumber.set(number, [...(byNumber.get(number) ?? []), id]);
  return new Set(
    other.flatMap(({ soc_sec_id: number = '', rec_id: id }) =>
      (byNumber.get(number) ?? []).map((found) => `${found} ${id}`),
    ),
  );
}

/** Within one file each pair stands both ways round, and each record with itself: what is left is each pair once. */
export function once(pairs: Pairs): Pairs {
  const isInOrder = (pair: string) => {
    const [one = '', other = ''] = pair.split(' ');
    return one < other;
  };
  return new Set([...pairs].filter(isInOrder));
}

/**
 * Pairs that a join on the pseudonyms of curated gives. Curated holds no number of a record either, but its pseudonym:
 * whose that is tells the vault's key alone, under which each delivered number is digested here once more.
 */
export async function curatedPairs(
  stack: Stack,
  domain: string,
  [one, other]: readonly [string, string],
  records: Records,
): Promise<Pairs> {
  const lease = await (await vaultKeys(stack.home)).lease({
    kind: 'pseudonym',
    domain,
    entityType: 'case',
  });
  const delivered = new Map(records.map(({ rec_id: id = '' }) => [digestOf(lease.secret, id), id]));
  lease.release();
  const rows = await queryDatasets(stack, { one, other }, 'curated', (session) =>
    session.rows('SELECT one.record AS a, other.record AS b FROM one JOIN other USING (persoon)'),
  );
  return new Set(rows.map(({ a, b }) => `${delivered.get(String(a))} ${delivered.get(String(b))}`));
}

/** The first 160 bits of HMAC-SHA-256, each five a digit of base 32 (RFC 4648, "base32hex"). */
function digestOf(secret: Uint8Array, id: string): string {
  const hex = createHmac('sha256', secret).update(`canon/v1:case:${id}`).digest('hex').slice(0, 40);
  return BigInt(`0x${hex}`).toString(32).toUpperCase().padStart(32, '0');
}

/** How many pairs of one set are not in another: a failing test names numbers, and nobody's records. */
export function missing(pairs: Pairs, from: Pairs): number {
  return [...pairs].filter((pair) => !from.has(pair)).length;
}

/** Persons stand in the id: `rec-1070-org` and `rec-1070-dup-0` are one. */
function isOnePerson(pair: string): boolean {
  const [one, other] = pair.split(' ').map((id) => id.split('-')[1]);
  return one !== undefined && one === other;
}

/** What a linkage is worth, where `truth` pairs are of one person: counts, and shares between 0 and 1. */
export function qualityOf(linked: Pairs, truth: number) {
  const right = [...linked].filter(isOnePerson).length;
  return {
    right,
    wrong: linked.size - right,
    missed: truth - right,
    precision: right / linked.size,
    recall: right / truth,
  };
}
