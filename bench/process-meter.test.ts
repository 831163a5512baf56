import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cpuSeconds, memoryBytes, ProcessMeter, resetPeak } from './process-meter.js';

function work(seconds: number): void {
  const used = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part, 0) / 1e6;
  for (const until = used() + seconds; used() < until; );
}

describe('the meter of a process', () => {
  it('tells CPU seconds as the process itself counts them', () => {
    const before = { stat: cpuSeconds('self'), own: process.cpuUsage() };
    work(0.3);
    const own = process.cpuUsage(before.own);
    const used = (own.user + own.system) / 1e6;
    expect(Math.abs(cpuSeconds('self') - before.stat - used)).toBeLessThan(0.05);
  });

  it('tells what was used between two instants, and nothing of what was used outside them', async () => {
    const meter = new ProcessMeter([process.pid]);
    const instants = [Date.now()];
    for (const task of [() => work(0.3), () => sleep(300)]) {
      await task();
      await sleep(40);
      instants.push(Date.now());
    }
    meter.stop();
    const [start = 0, worked = 0, slept = 0] = instants;
    expect(meter.cpuBetween(start, worked)[0]).toBeGreaterThan(0.25);
    expect(meter.cpuBetween(worked, slept)[0]).toBeLessThan(0.2);
    const whole = meter.cpuBetween(start, slept)[0] ?? 0;
    const parts = (meter.cpuBetween(start, worked)[0] ?? 0) + (meter.cpuBetween(worked, slept)[0] ?? 0);
    expect(whole).toBeCloseTo(parts, 6);
  });

  it('tells the peak since it was last forgotten', async () => {
    const script = `let held = Buffer.alloc(300e6, 1); held = null; gc(); console.log(1); setInterval(() => {}, 1e6)`;
    const child = spawn(process.execPath, ['--expose-gc', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      const pid = child.pid as number;
      expect(memoryBytes(pid).peak).toBeGreaterThan(300e6);
      resetPeak(pid);
      expect(memoryBytes(pid).peak).toBeLessThan(250e6);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says zero of a process that is not there', () => {
    expect(cpuSeconds(2 ** 30)).toBe(0);
    expect(memoryBytes(2 ** 30)).toEqual({ resident: 0, peak: 0 });
  });
});
