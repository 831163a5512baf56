import { Command } from 'commander';
import { expect, it } from 'vitest';
import type { Access } from '../../operations/access.js';
import { resultsCommands } from './results.js';

/** A lake whose only release waits for people, as the catalog lists it. */
const waiting = {
  releaseId: 'release:instroom-drugs:2',
  theme: 'instroom-drugs',
  runId: 'run:instroom-drugs:2',
  state: 'awaitingDecision',
  codes: [],
  cells: 90,
  hidden: 12,
  files: [],
  requestedAt: '2026-01-01T00:00:00.000Z',
};
const access = { catalog: { query: async () => ({ rows: [waiting], rowCount: 1 }) } } as unknown as Access;

it.each([
  ['show', waiting.releaseId, 'instroom-per-1000'],
  ['download', waiting.releaseId, '--out', 'nowhere'],
])('%s says that nothing is released yet, rather than that there is no such table', async (...args) => {
  const program = new Command();
  resultsCommands(program, (action) => action(access));
  await expect(program.parseAsync(['results', ...args], { from: 'user' })).rejects.toMatchObject({
    code: 'DatasetUnknown',
    message: 'Nothing is released: it is awaitingDecision; see: sluis results list',
  });
});
