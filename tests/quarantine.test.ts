import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quarantineCommands } from '../cli/commands/quarantine.js';
import { type WrittenCity, writeCity } from '../demo/city/write-city.js';
import { deliverDemo } from '../demo/delivering.js';
import { approveByAll, within } from '../demo/waiting.js';
import { sha256Text } from '../domain/digest.js';
import type { Zone } from '../domain/names.js';
import type { BreachOutcome } from '../domain/quarantine.js';
import { down, openAccess, up } from '../infra/access.js';
import { decideRequest } from '../operations/decide.js';
import { deliver } from '../operations/deliver.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { imposeMeasure, requestLifting } from '../operations/measures.js';
import { assessBreach, noticeOf, showQuarantine, tellProvider } from '../operations/quarantine.js';
import { inbox } from '../operations/read-catalog.js';
import type { Restarted } from '../operations/restart-open-requests.js';
import { verifyAudit } from '../operations/verify.js';
import { printedBy } from './command-in-process.js';
import { type Stack, startStack } from './stack.js';

const POLICE = 'politie-verdachte';
/** Terms of a test: of moments, or longer than the test. */
const AT_ONCE = { destroyWithin: 1, askAgainAfter: 1000 };
const LATER = { destroyWithin: 3_600_000, askAgainAfter: 1000 };
let stack: Stack;
let access: Stack['access'];
let restarted: readonly Restarted[] = [];
let city: WrittenCity;
/** So few suspects that rule K01 asks people. */
let few = '';

beforeAll(async () => {
  stack = await startStack('quarantine');
  access = stack.access;
  city = await writeCity({ persons: 500, seed: 1, folder: join(stack.home.root, 'city') });
  few = city.files.politie_verdachte;
  for (const id of ['bag', POLICE]) expect(await stack.onboard(id)).toBe('approved');
}, 240_000);
afterAll(async () => {
  if (access !== stack?.access) await access?.close();
  await stack?.stop();
});

/** The development server's database is disposable. */
async function forgetTemporal(): Promise<void> {
  await down(stack.home, { wipe: false });
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(stack.home.servers, 'temporal', `temporal.db${end}`), { force: true });
  restarted = await up(stack.home);
  access = await openAccess(stack.home);
}

const by = (account: string) => demoAccount(account, 'demo');

/** The file of another source, with identifying columns that no contract of `bag` knows: refused by G1. */
async function refusedAtG1(quarantining: typeof LATER) {
  const delivery = { sourceId: 'bag', files: [city.files.brp], deliverer: by('provider'), quarantining };
  const delivering = await deliver(access, delivery);
  expect(await delivering.result()).toMatchObject({ stage: 'refused' });
  return delivering;
}

/** Few suspects, and a steward who rejects the review at G3. */
async function rejectedAtG3(quarantining: typeof LATER) {
  const delivery = { sourceId: POLICE, files: [few], deliverer: by('provider'), quarantining };
  const delivering = await deliver(access, delivery);
  const review = await within('the review', 60, async () => (await delivering.state()).review);
  const { requestId } = review.request;
  expect(requestId).toBe(`${delivering.deliveryId}:G3`);
  const rejected = { requestId, choice: 'reject', actor: by('steward-2'), reason: 'too few' } as const;
  await decideRequest(access, { ...rejected, key: randomUUID() });
  expect(await delivering.result()).toMatchObject({ stage: 'refused', codes: ['K01'] });
  return delivering;
}

async function keysIn(zone: Zone, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of stack.zone(zone).list(prefix)) keys.push(key);
  return keys;
}
const stateOf = async (deliveryId: string) => {
  const { rows } = await stack.superuser.query<{ state: string }>(
    'SELECT state FROM catalog.delivery WHERE delivery_id = $1',
    [deliveryId],
  );
  return rows[0]?.state;
};
const destroyed = (deliveryId: string) =>
  within('its destruction', 60, async () =>
    (await stateOf(deliveryId)) === 'destroyed' ? 'destroyed' : null,
  );
const verified = async () => (await verifyAudit(access)).findings;

describe('a delivery that is refused', () => {
  it('stands in landing until its term, and is destroyed then with its keys, each by its digest', async () => {
    const waiting = await refusedAtG1(LATER);
    const { deliveryId } = await refusedAtG1(AT_ONCE);
    await destroyed(deliveryId);
    expect(await keysIn('landing', deliveryId)).toEqual([]);
    expect(await keysIn('landing', waiting.deliveryId)).toHaveLength(1);
    const { rows } = await stack.superuser.query<{ landed: object; destroyed: object; key: string }>(
      `SELECT l.body AS landed, d.body AS destroyed, l.body->>'keyId' AS key
       FROM catalog.event l JOIN catalog.event d ON d.type = 'destroyed' AND d.body->'subject'->>'id' = $1
       WHERE l.type = 'deliveryLanded' AND l.body->>'deliveryId' = $1`,
      [deliveryId],
    );
    const { parts } = rows[0]?.landed as { parts: { key: string; cipherSha256: string }[] };
    const objects = parts.map(({ key, cipherSha256 }) => ({ zone: 'landing', key, sha256: cipherSha256 }));
    expect(rows[0]?.destroyed).toEqual({
      subject: { kind: 'delivery', id: deliveryId },
      objects,
      keyIds: [rows[0]?.key],
    });
    expect(await verified()).toEqual([]);
    const [back] = objects;
    const { key } = back ?? { key: '' };
    await stack.zone('landing').put(key, Buffer.from('put back'));
    expect((await verified()).map(({ what }) => what)).toEqual(['object-remains']);
    await stack.zone('landing').delete(key);
  });

  it('is refused on its own when the same bytes are delivered again, and destroyed again', async () => {
    const { deliveryId } = await refusedAtG1(AT_ONCE);
    await destroyed(deliveryId);
    expect(await verified()).toEqual([]);
  });
});

describe('a delivery that G3 refuses', () => {
  it('leaves nothing that the data worker could read, and names what was removed', async () => {
    const { deliveryId } = await rejectedAtG3(LATER);
    await within('the removal of what was made of it', 60, async () => {
      const { rows } = await stack.superuser.query(
        `SELECT 1 FROM catalog.quarantine WHERE source_id = $1 AND state = 'destroyed'`,
        [POLICE],
      );
      return rows.length > 0 ? 'recorded' : null;
    });
    expect([...(await keysIn('pseudonymised')), ...(await keysIn('curated'))]).toEqual([]);
    expect(await keysIn('landing', deliveryId)).toHaveLength(1);
    const { rows } = await stack.superuser.query(
      `SELECT q.subject_kind, q.zone, q.state, q.objects, v.state AS version
       FROM catalog.quarantine q LEFT JOIN catalog.dataset_version v ON v.version = q.subject_id
       WHERE q.source_id = $1 ORDER BY q.subject_kind DESC`,
      [POLICE],
    );
    expect(rows).toEqual([
      { subject_kind: 'delivery', zone: 'curated', state: 'quarantined', objects: null, version: null },
      {
        subject_kind: 'dataset-version',
        zone: 'pseudonymised',
        state: 'destroyed',
        objects: 2,
        version: 'destroyed',
      },
    ]);
    expect(await verified()).toEqual([]);
  });

  it('is made anew of the same bytes that are delivered again, and that one stays', async () => {
    const { state, deliveryId } = await deliverDemo(access, POLICE, [few]);
    expect(state.stage).toBe('curated');
    // Equal bytes share a version: what the accepted one rests on is not taken from it when another is refused.
    const refused = await rejectedAtG3(AT_ONCE);
    await destroyed(refused.deliveryId);
    expect(await keysIn('pseudonymised')).toHaveLength(1);
    expect(await keysIn('curated')).toHaveLength(1);
    expect(await keysIn('landing', deliveryId)).toHaveLength(1);
    expect(await verified()).toEqual([]);
  });
});

describe('personal data that came without being allowed', () => {
  let id = '';
  const assess = (account: string, outcome: BreachOutcome, reason = 'nobody could read it') =>
    assessBreach(access, { subjectId: id, outcome, reason, by: by(account) });
  const inInbox = async () => (await inbox(access, 'open')).find(({ requestId }) => requestId === id);

  it('waits for the privacy officer, for 72 hours from the discovery, and is overdue after them', async () => {
    id = (await refusedAtG1(LATER)).deliveryId;
    const waiting = await inInbox();
    expect(waiting).toMatchObject({ kind: 'assessment', state: 'open', waitingFor: ['privacy-officer'] });
    const term = Date.parse(waiting?.decideBefore ?? '') - Date.parse(waiting?.openedAt ?? '');
    expect(term).toBe(72 * 3_600_000);
    const clock = (hours: number) =>
      stack.superuser.query(
        `UPDATE catalog.quarantine SET since = since + $2 * interval '1 hour' WHERE subject_id = $1`,
        [id, hours],
      );
    await clock(-73);
    expect(await inInbox()).toMatchObject({ state: 'overdue' });
    await clock(73);
  });

  it('is judged by the privacy officer alone, once, and stays in the inbox until a breach is notified', async () => {
    await expect(assess('steward', 'no-breach')).rejects.toMatchObject({ code: 'RoleMissing' });
    await expect(assess('privacy-officer', 'no-breach', ' ')).rejects.toMatchObject({ code: 'UsageInvalid' });
    await assess('privacy-officer', 'to-be-notified');
    expect(await inInbox()).toMatchObject({ state: 'to-be-notified' });
    await assess('privacy-officer-2', 'notified');
    expect(await inInbox()).toBeUndefined();
    await expect(assess('privacy-officer', 'no-breach')).rejects.toMatchObject({ code: 'AlreadyDecided' });
    expect(await showQuarantine(access, id)).toMatchObject({
      assessment: 'notified',
      assessedBy: by('privacy-officer-2').person,
    });
    expect(await verified()).toEqual([]);
  });

  it('is told to the provider by a person, in a text that is recorded by its digest', async () => {
    const text = await noticeOf(access, id, 'nl');
    expect(text).toContain(`Uw levering ${id} aan bron bag`);
    const tell = (account: string) =>
      tellProvider(access, { subjectId: id, language: 'nl', reason: 'by letter', by: by(account) });
    await expect(tell('analyst')).rejects.toMatchObject({ code: 'RoleMissing' });
    await tell('steward');
    expect(await showQuarantine(access, id)).toMatchObject({
      toldBy: by('steward').person,
      toldHow: 'by letter',
      toldNotice: sha256Text(text),
    });
    const nobody = { subjectId: 'no-such', language: 'nl', reason: 'x', by: by('steward') } as const;
    await expect(tellProvider(access, nobody)).rejects.toMatchObject({ code: 'DatasetUnknown' });
  });

  it('shows in list, show and notice, and no value of the file is in any of them or in the log', async () => {
    const program = () => {
      const made = new Command('sluis');
      quarantineCommands(made, (action) => action(access));
      return made;
    };
    const said = [
      await printedBy(program(), ['quarantine', 'list', '--all']),
      await printedBy(program(), ['quarantine', 'show', id]),
    ];
    expect(said[1]).toContain('a breach, notified');
    expect(said[1]).toContain(`told ${new Date().toISOString().slice(0, 10)}`);
    const { rows } = await stack.superuser.query<{ text: string }>(
      'SELECT body::text AS text FROM catalog.event',
    );
    const everything = [...said, await noticeOf(access, id, 'en'), ...rows.map(({ text }) => text)].join(
      '\n',
    );
    const values = readFileSync(city.files.brp, 'utf8')
      .split('\n')
      .slice(1, 200)
      .flatMap((line) => line.match(/\b\d{9}\b/g) ?? []);
    expect(values.length).toBeGreaterThan(100);
    expect(values.filter((value) => everything.includes(value))).toEqual([]);
  });
});

describe('a legal hold', () => {
  it('keeps what is past its term, also where Temporal forgets it, until two persons lift it', async () => {
    const hold = { measure: 'hold', sourceId: 'bag', by: by('auditor'), reason: 'a court asked' } as const;
    await imposeMeasure(access, hold);
    const { deliveryId } = await refusedAtG1(AT_ONCE);
    await forgetTemporal();
    expect(restarted.map(({ workflowId }) => workflowId)).toContain(`destroy:delivery:${deliveryId}`);
    expect(await up(stack.home)).toEqual([]);
    // One that is not held and came later has gone: this one was looked at, and stayed.
    const free = await rejectedAtG3(AT_ONCE);
    await destroyed(free.deliveryId);
    expect(await stateOf(deliveryId)).toBe('quarantined');
    expect(await keysIn('landing', deliveryId)).toHaveLength(1);
    const lifting = await requestLifting(access, { ...hold, by: by('steward'), reason: 'settled' });
    await within('the request to lift', 30, lifting.state);
    await approveByAll(access, lifting.requestId, ['privacy-officer'], 'read');
    await destroyed(deliveryId);
    expect(await keysIn('landing', deliveryId)).toEqual([]);
    expect(await verified()).toEqual([]);
  });
});
