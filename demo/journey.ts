import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { chosenLanguage, type Language } from '../cli/language.js';
import { stateWord } from '../cli/texts/states.js';
import { sha256Json } from '../domain/digest.js';
import type { Access } from '../operations/access.js';
import { writeCity } from './city/write-city.js';
import { deliverDemo } from './delivering.js';
import { onboardDemo } from './onboarding.js';
import type { DemoOptions } from './options.js';
import { releaseDemo } from './releasing.js';
import {
  COMPANY_WITHOUT_PAPERS,
  DEMO_LINKAGE_DOMAINS,
  DEMO_SOURCES,
  type DemoSource,
  REAL_SOURCES,
} from './sources.js';
import { PROGRESS } from './texts.js';

export interface Journey {
  readonly sources: readonly string[];
  readonly releases: readonly string[];
}

/** One line of progress, in the words of the chosen language. */
type Tell = (text: (texts: (typeof PROGRESS)[Language], word: (state: string) => string) => string) => void;

/** Takes sources and a theme the whole way; what stands in the catalog already, of the same bytes, is reused. */
export async function journey(
  access: Access,
  options: Pick<DemoOptions, 'real' | 'persons' | 'seed'>,
  places: { readonly root: string; readonly cityFolder: string },
  say: (text: string) => void,
  language: Language = chosenLanguage(),
): Promise<Journey> {
  const tell: Tell = (text) => say(text(PROGRESS[language], (state) => stateWord(state, language)));
  const sources = options.real === null ? [...DEMO_SOURCES, company()] : REAL_SOURCES;
  const folder = options.real ?? (await city(options, places.cityFolder, tell));
  for (const path of options.real === null ? DEMO_LINKAGE_DOMAINS : []) {
    tell(({ linkage }) => linkage(path));
    await onboardDemo(access, places.root, path);
  }
  for (const source of sources) await takeIn(access, source, folder, places.root, tell);
  const theme = options.real === null ? 'instroom-drugs' : 'veiligheid-den-haag';
  tell((texts) => texts.theme(theme));
  const release = await releaseDemo(access, theme);
  return { sources: sources.map(({ id }) => id), releases: [release] };
}

function company(): DemoSource {
  const found = REAL_SOURCES.find(({ id }) => id === COMPANY_WITHOUT_PAPERS);
  if (found) return found;
  throw new Error(`the demo has no source ${COMPANY_WITHOUT_PAPERS}`);
}

async function city(
  { persons, seed }: Pick<DemoOptions, 'persons' | 'seed'>,
  folder: string,
  tell: Tell,
): Promise<string> {
  tell((texts) => texts.city(persons, seed));
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const into = join(folder, `${persons}-${seed}`);
  await writeCity({ persons, seed, folder: into });
  return into;
}

async function takeIn(
  access: Access,
  source: DemoSource,
  folder: string,
  root: string,
  tell: Tell,
): Promise<void> {
  const onboarded = await onboardDemo(access, root, source.contract);
  tell(({ contract }, word) => contract(source.id, word(onboarded.stage)));
  if (onboarded.stage !== 'approved') return;
  const files = await source.files(folder);
  if (await isCurated(access, onboarded.hash, await landingHash(files))) return;
  const { state } = await deliverDemo(access, source.id, files);
  tell(({ delivery }, word) => delivery(source.id, word(state.stage), state.rowsIn ?? 0, state.rowsOut ?? 0));
}

/** The identity of a delivery, as the vault computes it: the digests of its parts in order. */
async function landingHash(files: readonly string[]): Promise<string> {
  const digests: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    digests.push(hash.digest('hex'));
  }
  return sha256Json(digests);
}

async function isCurated({ catalog }: Access, contractHash: string, landing: string): Promise<boolean> {
  const { rowCount } = await catalog.query(
    `SELECT 1 FROM reading.delivery WHERE contract_hash = $1 AND landing_hash = $2 AND state = 'curated'`,
    [contractHash, landing],
  );
  return (rowCount ?? 0) > 0;
}
