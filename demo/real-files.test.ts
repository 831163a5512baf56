import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { dutchMessage } from '../cli/texts/messages/dutch-message.js';
import { SluisError } from '../domain/errors.js';
import { requireRealFiles } from './real-files.js';

const folder = mkdtempSync(join(tmpdir(), 'sluis-real-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function said(path: string): string {
  try {
    requireRealFiles(path);
    return 'all there';
  } catch (error) {
    if (!(error instanceof SluisError)) throw error;
    expect(dutchMessage(error.message)).not.toBe(null);
    return `${error.code}: ${error.message}`;
  }
}

it('says which of the real files are not there, before anything is started for them', () => {
  expect(said(join(folder, 'nowhere'))).toBe(
    'UsageInvalid: There is no folder that --real names; name the folder of the real files, or leave --real out.',
  );
  const lacks = (missing: number, first: string) =>
    `UsageInvalid: The folder of --real lacks ${missing} of 4 files, ${first} first; name the folder of the real files, or leave --real out.`;
  const kwb = 'cbs/kwb-2024-nederland-leeftijd-geslacht.csv';
  expect(said(folder)).toBe(lacks(4, kwb));
  const put = (place: string) => {
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    writeFileSync(join(folder, place), '');
  };
  put(kwb);
  put('politie/den-haag-2017/maand.json');
  expect(said(folder)).toBe(lacks(2, 'om/TheHagueBurglars.csv'));
  put('om/TheHagueBurglars.csv');
  put('om/TheHagueNeighborhoods.csv');
  expect(said(folder)).toBe('all there');
});
