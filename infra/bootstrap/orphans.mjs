import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { killGroup, run } from './child.mjs';
import { textOf } from './paths.mjs';

/**
 * Runs a long tool that stands on record meanwhile. A run of ours that is killed leaves its tool running, and it would
 * write where the next one works; so the next one ends it first, and removes the folder that was its own.
 */
export async function runOnRecord(record, command, args, { folder = null, ...options }) {
  endOrphan(record);
  mkdirSync(dirname(record), { recursive: true });
  const started = (pid) => writeFileSync(record, JSON.stringify({ pid, started: startOf(pid), folder }));
  try {
    return await run(command, args, { ...options, started });
  } finally {
    rmSync(record, { force: true });
  }
}

function endOrphan(record) {
  const known = JSON.parse(textOf(record) || 'null');
  if (known?.started && startOf(known.pid) === known.started) killGroup(known.pid);
  if (known?.folder) rmSync(known.folder, { recursive: true, force: true });
}

/** When a process began, by the kernel's clock: a pid alone may be another's by now. */
function startOf(pid) {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
