/** Put in place by the build, and for tests by the configuration of vitest: both take infra/bootstrap/policy-digest.mjs. */
declare const __POLICY_DIGEST__: string;

/** SHA-256 of the sources that judge: the files of policy/ and what they import. */
export const POLICY_DIGEST: string = __POLICY_DIGEST__;
