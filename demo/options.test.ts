import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dutchMessage } from '../cli/texts/messages/dutch-message.js';
import { SluisError } from '../domain/errors.js';
import { MAX_PERSONS } from './city/test-bsn.js';
import { demoOptions } from './options.js';

const DEFAULTS = { real: null, persons: 20_000, seed: 1, ending: 'stay', json: false, help: false };

/** What the demo says of options that it does not take. */
function refusal(...args: string[]): string {
  try {
    demoOptions(args);
  } catch (error) {
    if (error instanceof SluisError && error.code === 'UsageInvalid') return error.message;
    throw error;
  }
  return 'taken';
}

describe('the options of the demo', () => {
  it.each([
    [[], {}],
    [['--persons', '500', '--seed', '7'], { persons: 500, seed: 7 }],
    [['--persons=500', '--seed=0'], { persons: 500, seed: 0 }],
    [['--persons', String(MAX_PERSONS)], { persons: MAX_PERSONS }],
    [['--real', 'data'], { real: resolve('data') }],
    [['--once'], { ending: 'once' }],
    [['--detach'], { ending: 'detach' }],
    [['--json'], { ending: 'detach', json: true }],
    [['--json', '--detach'], { ending: 'detach', json: true }],
    [['--json', '--once'], { ending: 'once', json: true }],
    [['--lang', 'nl', '--once'], { ending: 'once' }],
    [['--lang=en'], {}],
    [['--help'], { help: true }],
  ])('%j are taken', (args, meant) => {
    expect(demoOptions(args)).toEqual({ ...DEFAULTS, ...meant });
  });

  it.each([
    '0',
    '499',
    '-1',
    '1e3',
    '1.5',
    'many',
    ' 5',
    '0x10',
    String(MAX_PERSONS + 1),
    '9'.repeat(400),
  ])('--persons is a number of test persons, and not %j', (one) => {
    expect(refusal(`--persons=${one}`)).toBe(
      `--persons takes a whole number from 500 to ${MAX_PERSONS}; see: npm run demo -- --help`,
    );
  });

  it.each(['-1', '1e3', 'x', '4294967296'])('--seed is a whole number of 32 bits, and not %j', (one) => {
    expect(refusal(`--seed=${one}`)).toBe(
      '--seed takes a whole number from 0 to 4294967295; see: npm run demo -- --help',
    );
  });

  it.each([
    [['--nonsense'], 'The demo does not know one of these options; see: npm run demo -- --help'],
    [['data'], 'The demo does not know one of these options; see: npm run demo -- --help'],
    [['--once=yes'], 'The demo does not know one of these options; see: npm run demo -- --help'],
    [['--real'], '--real needs a value; see: npm run demo -- --help'],
    [['--real', '--once'], '--real needs a value; see: npm run demo -- --help'],
    [['--real='], '--real needs a value; see: npm run demo -- --help'],
    [['--persons='], '--persons needs a value; see: npm run demo -- --help'],
    [['--persons'], '--persons needs a value; see: npm run demo -- --help'],
    [['--persons', '-5'], '--persons needs a value; see: npm run demo -- --help'],
    [['--lang'], '--lang needs a value; see: npm run demo -- --help'],
    [['--lang', 'fr'], '--lang takes nl or en; see: npm run demo -- --help'],
    [
      ['--once', '--detach'],
      'Either --once, to stop everything at the end, or --detach, to leave it up; see: npm run demo -- --help',
    ],
    [
      ['--real', 'data', '--persons', '5'],
      '--persons and --seed make the synthetic city, and --real takes other files; see: npm run demo -- --help',
    ],
  ])('%j are refused, with what to do, in two languages', (args, message) => {
    expect(refusal(...args)).toBe(message);
    expect(dutchMessage(message)).not.toBe(null);
  });
});
