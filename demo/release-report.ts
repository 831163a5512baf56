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
  const tree = await lineage(access, { dataset: release.theme, column }, 'up', 64);
  const { rows } = await access.catalog.query<{ by: string; role: string }>(
    'SELECT decided_by AS by, role FROM reading.decision WHERE request_id = $1 ORDER BY seq',
    [releaseId],
  );
  const name = await staffNames(
    access,
    rows.map(({ by }) => by),
  );
  const decisions = rows.map((row) => ({ ...row, by: name(row.by) }));
  return { release, tables, figure: `${release.theme}.${column}`, lineage: tree, decisions };
}
