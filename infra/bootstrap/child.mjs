import { spawn } from 'node:child_process';
import { Unmet } from './report.mjs';
import { texts } from './texts.mjs';

const groups = new Set();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    if (groups.size === 0 && handedOver) return;
    for (const pid of groups) killGroup(pid);
    process.exit(code);
  });
}
let handedOver = false;

/** Runs a tool in a process group of its own, silently; where it fails, the end of what it said is the message. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const keep = (chunk) => {
      said = (said + chunk).slice(-100_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    groups.add(child.pid);
    options.started?.(child.pid);
    child.once('error', (error) => {
      groups.delete(child.pid);
      reject(new Unmet(texts.unstartable(command, error.code)));
    });
    child.once('close', (code) => {
      groups.delete(child.pid);
      if (code === 0) return resolve(said);
      const tail = said.trim().split('\n').slice(-15).join('\n');
      reject(new Unmet(`${tail}\n${texts.failed([command, ...args].join(' '), code)}`));
    });
  });
}

/** Hands terminal, signals and exit code over to the program that all this was for. */
export function handOver(command, args, env) {
  handedOver = true;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    // From a terminal the child gets SIGINT itself; a SIGTERM reaches only us.
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

export function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
