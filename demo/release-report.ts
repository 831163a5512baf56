import type { Access } from '../operations/access.js';
import { lineage } from '../operations/lineage.js';
import { releasedFile, releaseNamed } from '../operations/read-runs.js';
import { staffNames } from '../operations/staff-names.js';
import type { ReleasedTable, ReleaseReport } from './story.js';

/** One release as anybody can read it: its public files and the catalog. */
export async function releaseReport(access: Access, releaseId: string): Promise<ReleaseReport> {
  const release = await releaseNamed(access, releaseId);
  const tables: ReleasedTable[] = [];
  for (const file of release.files.filter(({ format }) => format === 'csv')) {
    const text = (await releasedFile(access, file)).toString('utf8');
    tables.push({
      output: file.key.split('/').at(-1)?.replace('.csv', '') ?? '',
      lines: text.trimEnd().split('\n'),
    });
  }
  const output = access.themes
    .bundle(release.theme)
    .theme.outputs.find(({ protection }) => protection !== 'restricted');
  const column = `${output?.id ?? ''}.value`;
  const tree = await lineage(access, { dataset: release.theme, column }, { direction: 'up', depth: 64 });
  const decisions = await named(access, 'SELECT $1 AS request_id', releaseId);
  const onTheme = await named(access, THEME_REQUESTS, release.runId);
  return { release, tables, figure: `${release.theme}.${column}`, lineage: tree, decisions, onTheme };
}

/** Reviews at G4 of the runs of the very theme that this run was of: it may have been approved for an earlier one. */
const THEME_REQUESTS = `SELECT v.request_id FROM reading.run this
  JOIN reading.run r ON (r.theme, r.theme_hash) = (this.theme, this.theme_hash)
  JOIN reading.review v ON v.subject_kind = 'run' AND v.subject_id = r.run_id AND v.codes ? 'K01'
  WHERE this.run_id = $1`;

/** @param requests SQL that gives, of one id, the requests whose decisions are meant */
async function named(access: Access, requests: string, id: string): Promise<ReleaseReport['decisions']> {
  const { rows } = await access.catalog.query<{ by: string; role: string }>(
    `SELECT decided_by AS by, role FROM reading.decision WHERE request_id IN (${requests}) ORDER BY seq`,
    [id],
  );
  const name = await staffNames(
    access,
    rows.map(({ by }) => by),
  );
  return rows.map((row) => ({ ...row, by: name(row.by) }));
}
