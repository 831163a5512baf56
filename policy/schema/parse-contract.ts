import type { Json } from '../../domain/canonical-json.js';
import { sha256Json } from '../../domain/digest.js';
import type { Contract, LinkageDomain } from '../contract.js';
import { contractSchema, linkageDomainSchema } from './contract-schema.js';
import { readYaml } from './read-yaml.js';
import { CONTRACT_YAML, LINKAGE_YAML } from './yaml-kinds.js';

/**
 * A contract and its identity: SHA-256 of its canonical JSON (RFC 8785).
 * @throws SluisError ContractInvalid with every problem as `line:column path: what`, and what to do next
 */
export function parseContract(yamlText: string): { readonly contract: Contract; readonly hash: string } {
  const contract = readYaml(yamlText, contractSchema, CONTRACT_YAML);
  return { contract, hash: sha256Json(contract as unknown as Json) };
}

/** @throws SluisError ContractInvalid, as parseContract */
export function parseLinkageDomain(yamlText: string): {
  readonly linkage: LinkageDomain;
  readonly hash: string;
} {
  const linkage = readYaml(yamlText, linkageDomainSchema, LINKAGE_YAML);
  return { linkage, hash: sha256Json(linkage as unknown as Json) };
}
