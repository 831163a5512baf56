export function policySources(from?: string): string[];
export function policyDigest(from?: string): string;
