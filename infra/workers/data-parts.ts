import { makeCheckObjects } from '../../activities/check-objects.js';
import { makeAnalyseTheme } from '../../activities/data/analyse-theme.js';
import { makeCurateDataset } from '../../activities/data/curate-dataset.js';
import type { DataDeps } from '../../activities/data/deps.js';
import { makeProtectResult } from '../../activities/data/protect-result.js';
import { makePublishRelease } from '../../activities/data/publish-release.js';
import { makeOpenReadingRoom, type Readers, readingRoomHandler } from '../../activities/data/reading-room.js';
import { makeDestroyVersion, makeRemoveCopies } from '../../activities/data/remove-copies.js';
import { removeLeftovers } from '../../activities/data/remove-leftovers.js';
import { makeRetractRelease } from '../../activities/data/retract-release.js';
import { sweepWork } from '../../activities/work-files.js';
import type { Zone } from '../../domain/names.js';
import { s3ObjectStore } from '../../lake/s3-object-store.js';
import { codeVersion } from '../code-version.js';
import { createPool } from '../database.js';
import { homeAt, workerFolder } from '../home.js';
import { themeShelf } from '../themes.js';
import { loopbackServer } from './loopback-server.js';
import type { WorkerConfig, WorkerParts } from './run-worker.js';

/** What a test may put in the place of a port: nothing here comes from a variable or a file of the product. */
export type Adapted = (deps: DataDeps) => DataDeps;

/** What the data worker can do. */
export async function dataParts(
  config: WorkerConfig,
  adapted: Adapted = (deps) => deps,
): Promise<WorkerParts> {
  const workFolder = workerFolder(homeAt(), 'data');
  const pool = createPool(config.databaseUrl);
  const { buckets, ...s3 } = config.s3;
  const zone = (name: Zone) => s3ObjectStore({ ...s3, bucket: buckets[name] });
  const deps = adapted({
    pool,
    pseudonymised: zone('pseudonymised'),
    curated: zone('curated'),
    result: zone('result'),
    released: zone('released'),
    themes: themeShelf(),
    workFolder,
    codeVersion: codeVersion(),
  });
  await sweepWork(workFolder);
  const readers: Readers = new Map();
  const room = await loopbackServer(workFolder, 'reading-room', () => readingRoomHandler(deps, readers));
  const activities = {
    curateDataset: makeCurateDataset(deps),
    analyseTheme: makeAnalyseTheme(deps),
    protectResult: makeProtectResult(deps),
    publishRelease: makePublishRelease(deps),
    retractRelease: makeRetractRelease(deps),
    removeCopies: makeRemoveCopies(deps),
    destroyVersion: makeDestroyVersion(deps),
    openReadingRoom: makeOpenReadingRoom(readers, () => room.url),
    checkObjects: makeCheckObjects({
      curated: deps.curated,
      result: deps.result,
      released: deps.released,
    }),
  };
  const close = async () => {
    await room.close();
    await pool.end();
  };
  return { activities, facts: { readingRoomUrl: room.url }, tidy: () => removeLeftovers(deps), close };
}
