import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyCustodian, KeyPurpose } from '../key-custodian.js';
import { pseudonymOf } from '../pseudonym.js';

/** Opens one more custodian on the same keys. A driver of one process may give the same one again. */
export type OpenCustodian = () => Promise<KeyCustodian>;

const PEOPLE: KeyPurpose = { kind: 'pseudonym', domain: 'debts', entityType: 'bsn' };
const LANDING: KeyPurpose = { kind: 'landing', attempt: 'attempt-1' };
/** Passes the eleven test: a made-up number. */
const KNOWN_ID = '111222333';

const destroyed = expect.objectContaining({ code: 'KeyDestroyed', family: 'Refused' });
const unavailable = expect.objectContaining({ code: 'KeyUnavailable' });

async function secretOf(custodian: KeyCustodian, purpose: KeyPurpose, epoch?: number): Promise<string> {
  const lease = await custodian.lease(purpose, epoch);
  const hex = Buffer.from(lease.secret).toString('hex');
  lease.release();
  return hex;
}

/** The promises of the port, for every driver. @param setUp gives fresh, empty keys each time */
export function keyCustodianConformance(driver: string, setUp: () => Promise<OpenCustodian>): void {
  describe(`${driver}: key custodian`, () => {
    let open: OpenCustodian;
    let custodian: KeyCustodian;
    beforeEach(async () => {
      open = await setUp();
      custodian = await open();
    });

    it('creates once: a repeat answers the same key, also through another custodian', async () => {
      const first = await custodian.createKey(PEOPLE);
      expect(first).toEqual({ ...first, purpose: PEOPLE, epoch: 1, state: 'active' });
      expect(Date.parse(first.createdAt)).toBeLessThanOrEqual(Date.now());
      expect(await custodian.createKey(PEOPLE)).toEqual(first);
      expect(await (await open()).createKey(PEOPLE)).toEqual(first);
    });

    it('settles a race of 32 creators on one key', async () => {
      const creators = await Promise.all(Array.from({ length: 32 }, open));
      const made = await Promise.all(creators.map((creator) => creator.createKey(PEOPLE)));
      expect(new Set(made.map((key) => key.keyId)).size).toBe(1);
      const secrets = await Promise.all(creators.map((creator) => secretOf(creator, PEOPLE)));
      expect(new Set(secrets).size).toBe(1);
      expect(await custodian.attest(PEOPLE)).toHaveLength(1);
    });

    it('keeps an independent key of 32 bytes for each purpose', async () => {
      const purposes = [
        PEOPLE,
        LANDING,
        { ...PEOPLE, domain: 'other' },
        { ...LANDING, attempt: 'attempt-2' },
      ];
      for (const purpose of purposes) await custodian.createKey(purpose);
      const secrets = await Promise.all(purposes.map((purpose) => secretOf(custodian, purpose)));
      expect(new Set(secrets).size).toBe(4);
      expect(secrets.every((hex) => hex.length === 64 && !/^0+$/.test(hex))).toBe(true);
    });

    it('leases the active key, or the one of an epoch that is asked for', async () => {
      await custodian.createKey(PEOPLE);
      const first = await secretOf(custodian, PEOPLE);
      await custodian.rotate(PEOPLE);
      const lease = await custodian.lease(PEOPLE);
      expect(lease.epoch).toBe(2);
      expect(await secretOf(custodian, PEOPLE, 1)).toBe(first);
      expect(await secretOf(custodian, PEOPLE, 2)).toBe(Buffer.from(lease.secret).toString('hex'));
      expect(await secretOf(custodian, PEOPLE, 2)).not.toBe(first);
    });

    it('erases a lease at release, refuses its secret from then on, and leaves other leases alone', async () => {
      const { keyId } = await custodian.createKey(PEOPLE);
      const [lease, other] = [await custodian.lease(PEOPLE), await custodian.lease(PEOPLE)];
      const kept = lease.secret;
      lease.release();
      lease.release();
      expect(Buffer.from(kept)).toEqual(Buffer.alloc(32));
      expect(() => lease.secret).toThrow(unavailable);
      expect(other.keyId).toBe(keyId);
      expect(Buffer.from(other.secret)).not.toEqual(Buffer.alloc(32));
    });

    it('does not show the secret when a lease is serialised', async () => {
      await custodian.createKey(PEOPLE);
      expect(Object.keys(await custodian.lease(PEOPLE)).sort()).toEqual(['epoch', 'keyId']);
    });

    it('answers KeyUnavailable for a purpose or an epoch without a key', async () => {
      await expect(custodian.lease(PEOPLE)).rejects.toEqual(unavailable);
      await expect(custodian.rotate(PEOPLE)).rejects.toEqual(unavailable);
      await expect(custodian.destroy(PEOPLE, 1)).rejects.toEqual(unavailable);
      expect(await custodian.attest(PEOPLE)).toEqual([]);
      await custodian.createKey(PEOPLE);
      for (const epoch of [2, 0, -1, 1.5]) {
        await expect(custodian.lease(PEOPLE, epoch)).rejects.toEqual(unavailable);
      }
    });

    it('rotates into a new epoch and retires the old one; a landing key has only one', async () => {
      const first = await custodian.createKey(PEOPLE);
      const second = await custodian.rotate(PEOPLE);
      expect(second).toEqual({ ...second, epoch: 2, state: 'active' });
      expect(second.keyId).not.toBe(first.keyId);
      expect(await custodian.createKey(PEOPLE)).toEqual(second);
      expect(await custodian.attest(PEOPLE)).toEqual([{ ...first, state: 'retired' }, second]);
      await custodian.createKey(LANDING);
      await expect(custodian.rotate(LANDING)).rejects.toEqual(
        expect.objectContaining({ code: 'UsageInvalid' }),
      );
    });

    it('destroys for good and keeps the attestation; a repeat answers the same', async () => {
      const made = await custodian.createKey(LANDING);
      const gone = await custodian.destroy(LANDING, 1);
      expect(gone).toEqual({ ...made, state: 'destroyed', destroyedAt: gone.destroyedAt });
      expect(Date.parse(gone.destroyedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(made.createdAt));
      expect(await custodian.destroy(LANDING, 1)).toEqual(gone);
      expect(await (await open()).attest(LANDING)).toEqual([gone]);
      await expect(custodian.lease(LANDING)).rejects.toEqual(destroyed);
      await expect(custodian.lease(LANDING, 1)).rejects.toEqual(destroyed);
    });

    it('destroys a retired epoch and leaves the active one', async () => {
      await custodian.createKey(PEOPLE);
      const second = await custodian.rotate(PEOPLE);
      await custodian.destroy(PEOPLE, 1);
      await expect(custodian.lease(PEOPLE, 1)).rejects.toEqual(destroyed);
      expect((await custodian.lease(PEOPLE)).keyId).toBe(second.keyId);
      expect((await custodian.attest(PEOPLE)).map((key) => key.state)).toEqual(['destroyed', 'active']);
    });

    it('never revives a destroyed purpose by creating: only a rotation starts a new epoch', async () => {
      await custodian.createKey(PEOPLE);
      await custodian.destroy(PEOPLE, 1);
      await expect(custodian.createKey(PEOPLE)).rejects.toEqual(destroyed);
      expect(await custodian.rotate(PEOPLE)).toMatchObject({ epoch: 2, state: 'active' });
      expect(await custodian.createKey(PEOPLE)).toMatchObject({ epoch: 2 });
      await expect(custodian.lease(PEOPLE, 1)).rejects.toEqual(destroyed);
    });

    it('makes a known identifier map no longer once its key is destroyed', async () => {
      await custodian.createKey(PEOPLE);
      const before = await pseudonymNow(custodian);
      expect(await pseudonymNow(await open())).toBe(before);
      await custodian.destroy(PEOPLE, 1);
      await expect(pseudonymNow(custodian)).rejects.toEqual(destroyed);
      await custodian.rotate(PEOPLE);
      expect(await pseudonymNow(custodian)).not.toBe(before);
    });
  });
}

async function pseudonymNow(custodian: KeyCustodian): Promise<string> {
  const lease = await custodian.lease(PEOPLE);
  try {
    return pseudonymOf('bsn', lease.secret, KNOWN_ID);
  } finally {
    lease.release();
  }
}
