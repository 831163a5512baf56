import type { ClientBase } from 'pg';
import type { ThemeReview } from '../../../policy/facts.js';
import type { ThemeBundle } from '../../../policy/schema/theme-bundle.js';
import { authorReferences, type StaffDeps } from '../partakers.js';
import { reviewedBy } from './contract-facts.js';

/**
 * What people were asked about this very theme before it may read what is restricted (K01), and what they decided: reviews
 * at G4 of runs of the same theme.yaml and statements, whatever the values of parameters. Neither who asked for that run
 * nor an author of the theme counts.
 */
export async function themeReviews(
  client: ClientBase,
  deps: StaffDeps,
  { theme, hash }: Pick<ThemeBundle, 'theme' | 'hash'>,
): Promise<readonly ThemeReview[]> {
  const { rows } = await client.query<{ requestId: string; askedBy: string }>(
    `SELECT v.request_id AS "requestId", r.requested_by AS "askedBy"
     FROM catalog.review v JOIN catalog.run r ON v.subject_kind = 'run' AND r.run_id = v.subject_id
     WHERE v.gate = 'G4' AND v.codes ? 'K01' AND r.kind = 'theme' AND r.theme = $1 AND r.theme_hash = $2
     ORDER BY v.request_id`,
    [theme.id, hash],
  );
  if (rows.length === 0) return [];
  const excludedPersons = await authorReferences(client, deps, theme.id);
  const reviews: ThemeReview[] = [];
  for (const { requestId, askedBy } of rows)
    reviews.push(await reviewedBy(client, requestId, askedBy, { excludedPersons }));
  return reviews;
}
