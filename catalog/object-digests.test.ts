import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendEvent, inTransaction } from './append.js';
import type { NewEvent, StoredEvent } from './event-types.js';
import { objectDigests, objectDigestsOf } from './object-digests.js';
import { connectionsForTests } from './testing/connections.js';
import { LIFE_OF_A_SOURCE } from './testing/life-of-a-source.js';
import { digest } from './testing/life-parts.js';

const connect = connectionsForTests();
let reader: pg.Client;
beforeAll(async () => {
  const control = await connect('sluis_control');
  reader = await connect('sluis_reader');
  for (const event of LIFE_OF_A_SOURCE) await inTransaction(control, () => appendEvent(control, event));
});

const seqOf = (type: NewEvent['type'], nth = 0) =>
  LIFE_OF_A_SOURCE.flatMap((event, at) => (event.type === type ? [at] : []))[nth];

describe('the objects that the events claim', () => {
  it('are those of landing by their ciphertext, of every dataset version, and of the released files', async () => {
    expect((await objectDigestsOf(reader)).filter(({ gone }) => !gone)).toEqual([
      { zone: 'curated', key: 'curated/d.parquet', sha256: digest('d'), bytes: 1000, seq: seqOf('curated') },
      { zone: 'curated', key: 'curated/e.parquet', sha256: digest('e'), bytes: 1001, seq: seqOf('curated') },
      {
        zone: 'landing',
        key: 'landing/d-1/1',
        sha256: digest('a'),
        bytes: null,
        seq: seqOf('deliveryLanded'),
      },
      {
        zone: 'landing',
        key: 'landing/d-1/2',
        sha256: digest('b'),
        bytes: null,
        seq: seqOf('deliveryLanded'),
      },
      {
        zone: 'landing',
        key: 'landing/d-3/1',
        sha256: digest('f'),
        bytes: null,
        seq: seqOf('deliveryLanded', 1),
      },
      {
        zone: 'pseudonymised',
        key: 'pseudonymised/c.parquet',
        sha256: digest('c'),
        bytes: 1000,
        seq: seqOf('pseudonymised'),
      },
      {
        zone: 'released',
        key: 'released/8.parquet',
        sha256: digest('8'),
        bytes: 1000,
        seq: seqOf('released'),
      },
      {
        zone: 'released',
        key: 'released/table.csv',
        sha256: digest('c'),
        bytes: 700,
        seq: seqOf('released'),
      },
      { zone: 'result', key: 'result/6.parquet', sha256: digest('6'), bytes: 1000, seq: seqOf('analysed') },
      { zone: 'result', key: 'result/7.parquet', sha256: digest('7'), bytes: 1000, seq: seqOf('protected') },
    ]);
  });

  it('do not hold what an aborted delivery left', async () => {
    expect((await objectDigestsOf(reader)).filter(({ key }) => key.includes('d-4'))).toEqual([]);
  });

  it('hold what stands in quarantine until it is destroyed, and then no more', async () => {
    const claims = await objectDigestsOf(reader);
    const claimed = claims.filter(({ gone }) => !gone).map(({ key }) => key);
    const gone = { zone: 'landing', key: 'landing/d-5/1', sha256: digest('7'), bytes: null, gone: true };
    expect(claims.at(-1)).toEqual({ ...gone, seq: seqOf('destroyed') });
    expect(claimed).toContain('landing/d-3/1');
    expect(claimed).not.toContain('landing/d-5/1');
    const before = objectDigests(
      LIFE_OF_A_SOURCE.filter(({ type }) => type !== 'destroyed').map((event, seq) => ({
        ...event,
        seq,
      })) as StoredEvent[],
    );
    expect(before.map(({ key }) => key)).toContain('landing/d-5/1');
  });

  it('hold both claims where two events say something else of one key: one of them must fail', () => {
    const curated = LIFE_OF_A_SOURCE.find((event) => event.type === 'curated');
    const text = JSON.stringify(curated);
    const claims = objectDigests([
      { ...JSON.parse(text), seq: 0 },
      { ...JSON.parse(text), seq: 1 },
      { ...JSON.parse(text.replaceAll(digest('d'), digest('0'))), seq: 2 },
    ] as StoredEvent[]);
    expect(claims.map(({ key, sha256, seq }) => [key, sha256[0], seq])).toEqual([
      ['curated/d.parquet', 'd', 0],
      ['curated/d.parquet', '0', 2],
      ['curated/e.parquet', 'e', 0],
    ]);
  });
});
