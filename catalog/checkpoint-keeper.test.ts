import { describe, expect, it } from 'vitest';
import { SluisError } from '../domain/errors.js';
import { openCheckpoint } from './checkpoint.js';
import { CheckpointKeeper } from './checkpoint-keeper.js';
import { SIGNING_KEY, signedLogForTests } from './testing/signed-log.js';

const { store, keeper, append, verify, tamper, superuser, control } = signedLogForTests();
const chainBroken = { code: 'ChainBroken' };

describe('the keeper of checkpoints', () => {
  it('covers each event that was committed before, and writes nothing new where there is nothing new', async () => {
    const one = keeper();
    const note = store.note;
    expect((await one.advance()).size).toBe(5);
    expect(store.note).toBe(note);
    await append('d5');
    expect((await one.advance()).size).toBe(6);
    expect(openCheckpoint(store.note ?? '', SIGNING_KEY.publicKey).size).toBe(6);
    expect(await verify()).toEqual({ ok: true, events: 6, signed: 6, findings: [] });
  });

  it('lets one checkpoint serve all commits that wait for it', async () => {
    const one = keeper();
    await append('d5');
    const first = one.advance();
    const [second, third] = [one.advance(), one.advance()];
    expect(second).toBe(third);
    expect((await Promise.all([first, second])).map(({ size }) => size)).toEqual([6, 6]);
  });

  it('signs nothing over a history that no longer extends the last checkpoint', async () => {
    const known = keeper();
    await known.advance();
    const note = store.note;
    await tamper('DELETE FROM catalog.event WHERE seq >= 3');
    await expect(keeper().advance()).rejects.toMatchObject(chainBroken);
    await expect(known.advance()).rejects.toMatchObject(chainBroken);
    for (const id of ['x3', 'x4', 'x5']) await append(id);
    await expect(keeper().advance()).rejects.toMatchObject(chainBroken);
    await expect(known.advance()).rejects.toMatchObject(chainBroken);
    expect(store.note).toBe(note);
  });

  it.each([
    ['the rows of the catalog remain', { begun: false }, 'SELECT 1'],
    ['the first note remains', { begun: true }, 'DELETE FROM catalog.checkpoint'],
  ])('takes no missing note for a new log when %s', async (_what, left, sql) => {
    const known = keeper();
    await known.advance();
    Object.assign(store, { note: null, ...left });
    await tamper(sql);
    await expect(keeper().advance()).rejects.toMatchObject(chainBroken);
    await expect(known.advance()).rejects.toMatchObject(chainBroken);
    expect(store.note).toBeNull();
  });

  it('signs nothing after an older note that was put back', async () => {
    const old = store.note;
    await append('d5');
    await keeper().advance();
    store.note = old;
    await tamper('DELETE FROM catalog.event WHERE seq = 5');
    await expect(keeper().advance()).rejects.toThrow('was put in the place of a later one');
  });

  it('goes on where a keeper ended between writing the note and remembering it', async () => {
    await tamper('DELETE FROM catalog.checkpoint WHERE size = 5');
    expect((await keeper().advance()).size).toBe(5);
    const { rows } = await superuser().query('SELECT max(size)::int AS size FROM catalog.checkpoint');
    expect(rows).toEqual([{ size: 5 }]);
  });

  it.each([
    ['arrived', true],
    ['did not arrive', false],
  ])('goes on after a write that failed and %s', async (_what, arrived) => {
    let isFirst = true;
    const failing = {
      ...store,
      read: async () => store.note,
      write: async (note: string) => {
        if (!isFirst || arrived) await store.write(note);
        if (isFirst) {
          isFirst = false;
          throw new SluisError('StoreUnavailable', 'the answer was lost');
        }
      },
    };
    const one = new CheckpointKeeper(control(), failing, SIGNING_KEY.privateKey);
    await append('d5');
    await expect(one.advance()).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await append('d6');
    expect((await one.advance()).size).toBe(7);
    expect(await verify()).toEqual({ ok: true, events: 7, signed: 7, findings: [] });
  });

  it('takes turns with another keeper between reading the note and writing it', async () => {
    const steps: string[] = [];
    const slow = (name: string) =>
      new CheckpointKeeper(
        control(),
        {
          ...store,
          read: async () => {
            steps.push(`${name} reads`);
            await new Promise((resolve) => setTimeout(resolve, 30));
            return store.note;
          },
          write: async (note) => {
            await store.write(note);
            steps.push(`${name} writes`);
          },
        },
        SIGNING_KEY.privateKey,
      );
    const [one, two] = [slow('one'), slow('two')];
    for (const id of ['d5', 'd6', 'd7']) {
      await append(id);
      await Promise.all([one.advance(), two.advance()]);
    }
    expect(steps.filter((step) => step.endsWith('writes')).length).toBe(3);
    const starts = steps.map((step, at) => (step.endsWith('writes') ? steps[at - 1] : step));
    expect(starts.every((step, at) => step?.split(' ')[0] === steps[at]?.split(' ')[0])).toBe(true);
    expect((await verify()).signed).toBe(8);
  });
});

describe('the rows of checkpoints', () => {
  it('cannot be changed or deleted by control, nor written by anybody else', async () => {
    const client = superuser();
    for (const sql of ['UPDATE catalog.checkpoint SET size = 9', 'DELETE FROM catalog.checkpoint']) {
      await expect(client.query(sql)).rejects.toThrow(/append-only/);
      await client.query('SET ROLE sluis_control');
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      await client.query('RESET ROLE');
    }
    for (const role of ['sluis_vault', 'sluis_data', 'sluis_reader']) {
      await client.query(`SET ROLE ${role}`);
      const sql = "INSERT INTO catalog.checkpoint (size, note) VALUES (99, 'x')";
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      await client.query('RESET ROLE');
    }
  });
});
