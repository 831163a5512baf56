import { describe, expect, it } from 'vitest';
import type { DatabaseRole } from './migrate.js';
import { SEAL_TABLES, seal, sealed } from './seals.js';
import { connectionsForTests } from './testing/connections.js';

const connect = connectionsForTests();

describe('a seal', () => {
  it('keeps what was sealed first, also when two come at once', async () => {
    const [one, two] = await Promise.all([connect('sluis_vault'), connect('sluis_vault')]);
    const both = await Promise.all([
      seal(one, 'vault_object', 'k', { rows: 1 }),
      seal(two, 'vault_object', 'k', { rows: 2 }),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(await seal(one, 'vault_object', 'k', { rows: 3 })).toEqual(both[0]);
    expect(await sealed(two, 'vault_object', 'none')).toBeNull();
  });

  it('cannot be changed, deleted or emptied by the worker that made it', async () => {
    const vault = await connect('sluis_vault');
    const statements = [
      "UPDATE catalog.vault_object SET body = '{}'",
      'DELETE FROM catalog.vault_object',
      'TRUNCATE catalog.vault_object',
    ];
    for (const sql of statements) await expect(vault.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('is out of reach of the other worker and of people, but control reads all', async () => {
    const walls: [DatabaseRole, RegExp][] = [
      ['sluis_vault', /^data_/],
      ['sluis_data', /^vault_/],
      ['sluis_reader', /./],
    ];
    for (const [role, closed] of walls) {
      const client = await connect(role);
      for (const table of SEAL_TABLES.filter((name) => closed.test(name))) {
        await expect(sealed(client, table, 'k'), `${role} ${table}`).rejects.toMatchObject({ code: '42501' });
      }
    }
    const control = await connect('sluis_control');
    for (const table of SEAL_TABLES) await sealed(control, table, 'none');
    await expect(seal(control, 'data_object', 'k', {})).rejects.toMatchObject({ code: '42501' });
  });

  it('that a superuser changed is noticed when it is read', async () => {
    const vault = await connect('sluis_vault');
    await seal(vault, 'vault_object', 'tampered', { rows: 1 });
    const superuser = await connect();
    await superuser.query('ALTER TABLE catalog.vault_object DISABLE TRIGGER ALL');
    await superuser.query(`UPDATE catalog.vault_object SET body = '{"rows": 9}' WHERE seal_key = 'tampered'`);
    await expect(sealed(vault, 'vault_object', 'tampered')).rejects.toMatchObject({ code: 'DigestMismatch' });
  });
});
