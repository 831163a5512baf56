import { SluisError } from '../domain/errors.js';
import type { TreatmentPlan } from '../domain/treatment-plan.js';
import type { Contract } from './contract.js';

/**
 * What the data path has to do for one contract in one pseudonym domain.
 * @param contractHash the contract's identity (SHA-256 of its canonical JSON)
 * @param domain an approved linkage domain, or the source's id where persons are not linked
 */
export function treatmentPlan(contract: Contract, contractHash: string, domain: string): TreatmentPlan {
  return {
    contractHash,
    purposes: [...new Set(contract.purposes.map((purpose) => purpose.iri))].sort(),
    domain,
    recordUnit: contract.recordUnit,
    personalData: contract.personalData,
    format: contract.format,
    fields: contract.fields.map((field) => ({
      source: field.name,
      name: field.as ?? field.name,
      type: field.logicalType,
      required: field.required,
      role: field.role,
      treatment: field.treatment,
      ...(field.decimal ? { decimal: field.decimal } : {}),
      ...(field.codeList ? { codeList: field.codeList } : {}),
      ...(field.missing ? { missing: field.missing } : {}),
      ...(field.missingWhen ? { missingWhen: field.missingWhen } : {}),
    })),
    ...(contract.geography ? { geography: contract.geography } : {}),
  };
}

/**
 * The linkage domain that a source's pseudonyms live in once two people have approved it; undefined where the contract
 * names none. Until then, and without one, the source is a domain of its own: nothing can be joined that nobody decided on.
 * @throws SluisError ContractInvalid where it names several
 */
export function wantedDomain({ linkageDomains, sourceId }: Contract): string | undefined {
  const [wanted, ...more] = linkageDomains;
  if (more.length === 0) return wanted;
  throw new SluisError(
    'ContractInvalid',
    `Source ${sourceId} names ${more.length + 1} linkage domains; one delivery goes to one of them.`,
  );
}
