import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts what ran. vitest ends its output with a duration, so the line is handed to `npm test` through the file
 * that `SLUIS_TEST_COUNTS` names, and stands last there. A file that could not be loaded, and an error outside any
 * test, count as failed. The default export is what vitest asks of a reporter's file.
 */
class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts: Counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) addModule(counts, module);
    const path = process.env.SLUIS_TEST_COUNTS;
    if (path) writeFileSync(path, countLine(counts));
  }
}

function addModule(counts: Counts, module: TestModule): void {
  counts.failed += module.errors().length;
  for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    counts[state === 'pending' ? 'skipped' : state] += 1;
  }
}

function countLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

// biome-ignore lint/style/noDefaultExport: vitest takes the default export of a reporter's file
export default CountReporter;
