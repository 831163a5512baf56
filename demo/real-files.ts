import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SluisError } from '../domain/errors.js';
import { COMPANY_WITHOUT_PAPERS, REAL_SOURCES } from './sources.js';

/**
 * Looks for the real files before anything is started for them.
 * @throws SluisError UsageInvalid where the folder or a file is not there
 */
export function requireRealFiles(folder: string): void {
  if (!existsSync(folder))
    throw new SluisError(
      'UsageInvalid',
      'There is no folder that --real names; name the folder of the real files, or leave --real out.',
    );
  const needed = REAL_SOURCES.filter(({ id }) => id !== COMPANY_WITHOUT_PAPERS);
  const missing = needed.filter(({ place }) => !existsSync(join(folder, place)));
  if (missing.length === 0) return;
  throw new SluisError(
    'UsageInvalid',
    `The folder of --real lacks ${missing.length} of ${needed.length} files, ${missing[0]?.place} first; name the folder of the real files, or leave --real out.`,
  );
}
