import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Tests skipped, by what they lack. */
  readonly lacking: Map<string, number>;
}

/**
 * Counts what ran. vitest ends its output with a duration, so the lines are handed to `npm test` through the file
 * that `SLUIS_TEST_COUNTS` names, and stand last there. A file that could not be loaded, and an error outside any
 * test, count as failed. The default export is what vitest asks of a reporter's file.
 */
class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0, lacking: new Map() };
    for (const module of modules) addModule(counts, module);
    const path = process.env.SLUIS_TEST_COUNTS;
    if (path) writeFileSync(path, [...whySkipped(counts), countLine(counts)].join('\n'));
  }
}

function addModule(counts: Counts, module: TestModule): void {
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed' || state === 'failed') counts[state] += 1;
    else addSkipped(counts, test);
  }
}

function addSkipped(counts: Counts, test: TestCase): void {
  const lacks = test.meta().lacks ?? 'not chosen, or marked so in their file';
  counts.skipped += 1;
  counts.lacking.set(lacks, (counts.lacking.get(lacks) ?? 0) + 1);
}

function whySkipped({ lacking }: Counts): readonly string[] {
  if (lacking.size === 0) return [];
  const reasons = [...lacking]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([why, tests]) => `${tests} (${why})`);
  return [`skipped: ${reasons.join('; ')}`];
}

function countLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

// biome-ignore lint/style/noDefaultExport: vitest takes the default export of a reporter's file
export default CountReporter;
