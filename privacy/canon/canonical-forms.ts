import { SluisError } from '../../domain/errors.js';
import { plate, postcode } from './addresses.js';
import type { CanonicalForm } from './canonical-form.js';
import { bsn, rsin } from './eleven-proof.js';
import { iban } from './iban.js';
import { BAG_TYPES, type BagType, bag, establishment, kvk, sourceKey } from './registers.js';

/** Entity types whose identifiers only their source knows. */
const SOURCE_KEYS = ['person', 'household', 'holding', 'case', 'object'] as const;

const FORMS: ReadonlyMap<string, CanonicalForm> = new Map(
  [
    bsn,
    rsin,
    kvk,
    establishment,
    postcode,
    plate,
    iban,
    ...(Object.keys(BAG_TYPES) as BagType[]).map(bag),
    ...SOURCE_KEYS.map(sourceKey),
  ].map((form) => [form.entityType, form]),
);

/** Entity types that can be pseudonymised. */
export const ENTITY_TYPES: readonly string[] = [...FORMS.keys()];

/** @throws SluisError ContractInvalid for an entity type without a canonical form */
export function canonicalForm(entityType: string): CanonicalForm {
  const form = FORMS.get(entityType);
  if (form) return form;
  throw new SluisError('ContractInvalid', `Entity type ${entityType} has no canonical form.`, { entityType });
}
