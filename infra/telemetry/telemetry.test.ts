import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { boundLog } from './bounded-log.js';
import { createLogger } from './logger.js';
import { temporalLogger } from './temporal-logger.js';

const lines: string[] = [];
const logger = createLogger({ role: 'vault' }, { write: (line) => void lines.push(line) });
const last = () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
const folder = mkdtempSync(join(tmpdir(), 'sluis-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the log', () => {
  it('keeps ids, codes, counts and durations, and says when', () => {
    logger.log('info', 'ready', {
      workflowId: 'deliver:bag:1',
      code: 'SourceMalformed',
      count: 3,
      durationMs: 12,
    });
    const { time, ...rest } = last();
    expect(rest).toEqual({
      ...{ level: 'info', role: 'vault', msg: 'ready' },
      ...{ workflowId: 'deliver:bag:1', code: 'SourceMalformed', count: 3, durationMs: 12 },
    });
    expect(Number.isNaN(Date.parse(String(time)))).toBe(false);
  });

  it('leaves out every field that is not listed and every value that is no id or number, and counts them', () => {
    const smuggled = {
      row: 'MARKER-1',
      code: 'a text: MARKER-2',
      count: 'MARKER-3',
      role: { of: 'MARKER-4' },
    };
    logger.log('warn', 'failed', smuggled as object);
    expect(last()).toMatchObject({ msg: 'failed', role: 'vault', withheld: 4 });
    expect(lines.join('')).not.toContain('MARKER');
  });

  it('takes no bare number for an id or a code: so a number of a person is written', () => {
    logger.log('info', 'ready', { code: '900000137', runId: '4711' });
    expect(last()).toMatchObject({ msg: 'ready', withheld: 2 });
    expect(lines.join('')).not.toContain('900000137');
  });

  it('takes from Temporal no sentence and no text of an error, only codes and ids', () => {
    const temporal = temporalLogger(logger);
    temporal.warn('could not read MARKER', { workflowId: 'run:theme:1', error: new TypeError('MARKER') });
    expect(last()).toMatchObject({ msg: 'temporal sdk', workflowId: 'run:theme:1', code: 'TypeError' });
    const failure = Object.assign(new Error('MARKER'), { type: 'CatalogConflict' });
    temporal.error('Activity failed', { activityType: 'land', error: failure, stack: 'MARKER' });
    expect(last()).toMatchObject({ msg: 'Activity failed', activityType: 'land', code: 'CatalogConflict' });
    expect(lines.join('')).not.toContain('MARKER');
  });

  it('is put aside when it has grown past its limit, once, and goes on empty', () => {
    const path = join(folder, 'a.log');
    expect(boundLog(path, 10)).toBe(false);
    writeFileSync(path, '12345678901');
    expect(boundLog(path, 10)).toBe(true);
    expect([statSync(path).size, readFileSync(`${path}.1`, 'utf8')]).toEqual([0, '12345678901']);
    expect(boundLog(path, 10)).toBe(false);
  });
});
