import { z } from 'zod';

/** The document of `npm run demo -- --json`, as its first description gives it, and not as the code writes it. */
const COUNT = z.int().nonnegative();
const RULE = z.looseObject({ code: z.string().regex(/^[A-Z]\d\d$/) });
const SOURCE = z.strictObject({
  id: z.string().min(1),
  stage: z.string().min(1),
  rowsIn: COUNT.nullable(),
  rowsOut: COUNT.nullable(),
  outcome: z.enum(['ALLOW', 'CONDITIONS', 'REVIEW', 'DENY']),
  rules: z.array(RULE),
});
const RELEASE = z.strictObject({
  theme: z.string().min(1),
  rows: COUNT,
  suppressed: COUNT,
  files: z.array(z.unknown()).min(1),
});
const DOCUMENT = z.strictObject({
  sources: z.array(SOURCE).min(1),
  releases: z.array(RELEASE).min(1),
  audit: z.strictObject({ ok: z.boolean(), events: COUNT }),
  seconds: z.number().positive(),
});
export type DemoDocument = z.infer<typeof DOCUMENT>;

/**
 * @param stdout everything that the demo wrote there: one document and its line end, nothing before or behind it
 * @throws ZodError, SyntaxError
 */
export function demoDocument(stdout: string): DemoDocument {
  if (!stdout.endsWith('\n')) throw new SyntaxError('the document does not end with its line');
  return DOCUMENT.parse(JSON.parse(stdout));
}
