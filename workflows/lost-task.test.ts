import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GateAnswer } from '../domain/ingest.js';
import * as messages from './messages.js';
import { recordingActivities } from './testing/recording-activities.js';
import { allow, decision, HASH, INGEST, SENT } from './testing/requests.js';
import { until, workflowServerForTests } from './testing/workflow-server.js';

const server = workflowServerForTests();
const review: GateAnswer = { outcome: 'REVIEW', codes: ['L01'], verdictHash: HASH };

/** Something that has not happened yet. */
function awaited() {
  let happens = () => {};
  const happened = new Promise<void>((resolve) => {
    happens = resolve;
  });
  return { happens, happened };
}

describe('a control worker that is killed in the task after a step', () => {
  it('leaves a delivery that can be replayed, also where people decide as soon as they see its review', async () => {
    const begun = awaited();
    const curated = awaited();
    const made = recordingActivities(({ gate, passage }) =>
      gate === 'G3' && passage === 0 ? review : allow,
    );
    const { control, vault } = made;
    const data = {
      ...made.data,
      curateDataset: async (version: string) => {
        begun.happens();
        await curated.happened;
        return await made.data.curateDataset(version);
      },
    };
    await server.serving({ vault, data }, async () => {
      const handle = await server.serving({ control }, async () => {
        const started = await server.start('ingestDelivery', INGEST, { workflowTaskTimeout: '3 s' });
        await started.executeUpdate(messages.openIntake, { args: [started.workflowId] });
        await started.executeUpdate(messages.sealDelivery, { args: [SENT] });
        await begun.happened;
        return started;
      });
      curated.happens();
      await server.loseTask();
      await server.serving({ control }, async () => {
        await until(handle, 'awaitingDecision');
        for (const role of ['steward', 'privacy-officer'] as const)
          await handle.executeUpdate(messages.decideReview, { args: [decision(role, role)] });
        expect(await handle.result()).toMatchObject({ stage: 'curated' });
      });
      await server.replay(handle);
    });
  });
});

describe('what is read of a workflow', () => {
  it('is never a query, for which the code would run ahead of its next task', () => {
    const folder = new URL('.', import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const asking = sources.filter((name) =>
      /\b(defineQuery|setDefaultQueryHandler)\b/.test(readFileSync(new URL(name, folder), 'utf8')),
    );
    expect(sources).toContain('messages.ts');
    expect(asking).toEqual([]);
  });
});
