import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  Worker,
  type WorkflowBundle,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataConverter } from '../infra/temporal/data-converter.js';
import * as workflows from '../workflows/index.js';
import { bundleFromSources } from '../workflows/testing/source-bundle.js';
import {
  decodedHistory,
  ENCRYPTED,
  HISTORY_TEST_KEY,
  type HistoryJson,
  type Json,
  plainTexts,
  RECORDER,
  readHistory,
  storedHistories,
} from './replay/history-file.js';

let workflowBundle: WorkflowBundle;

beforeAll(async () => {
  const filter = makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' });
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter } } });
  workflowBundle = await bundleFromSources();
});

/** Runs today's workflow code over what an earlier run recorded; throws where it would take another way. */
async function replay(
  history: HistoryJson,
  stored: 'encrypted' | 'decoded',
  bundle: WorkflowBundleOption = workflowBundle,
): Promise<void> {
  const { payloadCodecs, ...plain } = dataConverter(HISTORY_TEST_KEY);
  const converter = stored === 'encrypted' ? { ...plain, payloadCodecs } : plain;
  const { workflowId } = startOf(history);
  await Worker.runReplayHistory({ workflowBundle: bundle, dataConverter: converter }, history, workflowId);
}

function startOf({ events: [started] }: HistoryJson) {
  return started?.workflowExecutionStartedEventAttributes as unknown as {
    readonly workflowId: string;
    readonly workflowType: { readonly name: string };
  };
}

describe('a workflow that is on its way', () => {
  it.each(storedHistories())('goes on under the code of today as it began: %s', async (name) => {
    await replay(readHistory(name), name.endsWith(ENCRYPTED) ? 'encrypted' : 'decoded');
  });

  it('is stored once at least for each type, and once as the server has it', () => {
    const types = storedHistories().map((name) => startOf(readHistory(name)).workflowType.name);
    expect([...new Set(types)].sort()).toEqual(Object.keys(workflows).sort());
    expect(storedHistories().filter((name) => name.endsWith(ENCRYPTED))).not.toEqual([]);
  });
});

describe('the bundle that the build leaves beside the compiled code', () => {
  it('is one, of that very code, and replays what the sources replay', async () => {
    const built = new URL('../dist/infra/workers/workflow-bundle.js', import.meta.url).href;
    const made = (await import(built)) as typeof import('../infra/workers/workflow-bundle.js');
    const bundle = await made.workflowBundle();
    const bundles = readdirSync(new URL('../dist', import.meta.url)).filter((name) =>
      /^workflow-b/.test(name),
    );
    expect(bundles).toEqual(['codePath' in bundle ? basename(bundle.codePath) : 'none']);
    const history = readHistory('release-result-released.json');
    await replay(history, 'decoded', bundle);
  });
});

describe('the check itself', () => {
  const curated = readHistory('ingest-delivery-reviewed-and-curated.json');

  it('fails where a history has a step less than the code', async () => {
    const without = removed(curated, (event) => JSON.stringify(event).includes('"name":"profileDelivery"'));
    expect(curated.events.length - without.events.length).toBe(3);
    await expect(replay(without, 'decoded')).rejects.toThrow(DeterminismViolationError);
  });

  it('fails where a gate of the code was never asked in a history', async () => {
    const without = removed(curated, (event) => plainTexts(event).some((text) => text.includes('"askGate"')));
    expect(without.events.length).toBeLessThan(curated.events.length);
    await expect(replay(without, 'decoded')).rejects.toThrow(DeterminismViolationError);
  });

  it('fails where two steps have changed places', async () => {
    const text = JSON.stringify(readHistory('release-result-released.json'));
    const swapped = text
      .replaceAll('"name":"protectResult"', '"name":"?"')
      .replaceAll('"name":"publishRelease"', '"name":"protectResult"')
      .replaceAll('"name":"?"', '"name":"publishRelease"');
    expect(swapped).not.toBe(text);
    await expect(replay(JSON.parse(swapped), 'decoded')).rejects.toThrow(DeterminismViolationError);
  });
});

describe('what is stored of a history', () => {
  it.each(storedHistories())('names no machine, path, process or place in the source: %s', async (name) => {
    const stored = readHistory(name);
    const identities = valuesOf(stored as unknown as Json, 'identity');
    expect(new Set(identities)).toEqual(new Set([RECORDER]));
    const decoded = name.endsWith(ENCRYPTED) ? await decodedHistory(stored) : stored;
    const plain = decoded as unknown as Json;
    const told = [JSON.stringify(plain), ...plainTexts(plain)].join('\n');
    expect(told).not.toMatch(/file:|node_modules|\.ts\b|\.js\b|\/(home|root|work|tmp|usr|var)\//);
  });

  it('is hidden where it is stored encrypted', () => {
    for (const name of storedHistories().filter((one) => one.endsWith(ENCRYPTED))) {
      const texts = plainTexts(readHistory(name) as unknown as Json);
      expect(texts.join('\n')).not.toMatch(/awaitingDecision|privacy-officer|in order/);
    }
  });
});

/** The history without one step and all that belongs to it, numbered through again. */
function removed(history: HistoryJson, isStep: (event: Json) => boolean): HistoryJson {
  const gone = new Set<string>();
  for (const event of history.events) {
    const belongs = valuesOf(event, 'scheduledEventId').some((id) => gone.has(String(id)));
    if (isStep(event) || belongs) gone.add(event.eventId);
  }
  const before = (id: number) => [...gone].filter((other) => Number(other) < id).length;
  const events = history.events.filter(({ eventId }) => !gone.has(eventId));
  const renumbered = JSON.stringify({ events }).replace(
    /"(\w*[eE]ventId)":"([0-9]+)"/g,
    (_whole, name: string, id: string) => `"${name}":"${Number(id) - before(Number(id))}"`,
  );
  return JSON.parse(renumbered) as HistoryJson;
}

function valuesOf(node: Json, field: string): Json[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === field ? [value as Json] : valuesOf(value as Json, field),
  );
}
