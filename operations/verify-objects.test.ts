import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from '../catalog/append.js';
import type { NewEvent } from '../catalog/event-types.js';
import { connectionsForTests } from '../catalog/testing/connections.js';
import { LIFE_OF_A_SOURCE } from '../catalog/testing/life-of-a-source.js';
import { digest, VERSIONS } from '../catalog/testing/life-parts.js';
import type { Access } from './access.js';
import { verifyObjects } from './verify-objects.js';

const connect = connectionsForTests();
let control: pg.Client;
let reader: pg.Client;
let curated = 0;
beforeAll(async () => {
  control = await connect('sluis_control');
  reader = await connect('sluis_reader');
  for (const event of LIFE_OF_A_SOURCE) await append(event);
  curated = LIFE_OF_A_SOURCE.findIndex(({ type }) => type === 'curated');
});

const append = (event: NewEvent) => inTransaction(control, () => appendEvent(control, event));
const missing = (key: string) => ({ what: 'object-missing', zone: 'curated', key, seq: curated });

/** The workers find this, and then something happens. */
function finding(objects: readonly object[], then: () => Promise<unknown> = async () => undefined): Access {
  const execute = async () => {
    await then();
    return { objects, seals: [] };
  };
  const catalog = {
    connect: async () => ({
      query: (text: string, values?: unknown[]) => reader.query(text, values),
      release: () => {},
    }),
    query: (text: string) => reader.query(text),
  };
  return { client: { workflow: { execute } }, catalog } as unknown as Access;
}

/** What removing the dataset version that stands in quarantine in the life of a source ends with. */
const recordRemoval = () =>
  append({
    type: 'destroyed',
    identity: { kind: 'step', workflowId: 'destroy:1', runId: 'run', step: 'destroy', passage: 0 },
    occurredAt: '2026-05-01T00:00:00.000Z',
    actor: 'worker:control',
    body: {
      subject: { kind: 'dataset-version', id: VERSIONS.curated },
      objects: ['d', 'e'].map((one) => ({
        zone: 'curated',
        key: `curated/${one}.parquet`,
        sha256: digest(one),
      })),
      keyIds: [],
    },
  });

describe('an object that is missing', () => {
  it('is a finding where the log still claims it when a removal had its time to be recorded', async () => {
    const { findings } = await verifyObjects(finding([missing('curated/d.parquet')]), 300);
    expect(findings).toEqual([
      { what: 'object-missing', place: `curated/curated/d.parquet (event ${curated})` },
    ]);
  });

  it('is none where its removal, which was under way, is recorded a moment later', async () => {
    let recording: Promise<unknown> | undefined;
    const found = [missing('curated/d.parquet'), missing('curated/e.parquet')];
    const access = finding(found, async () => {
      recording = new Promise((resolve) => setTimeout(resolve, 250)).then(recordRemoval);
    });
    expect((await verifyObjects(access)).findings).toEqual([]);
    await recording;
  });
});
