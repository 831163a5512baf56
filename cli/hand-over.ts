import { spawn } from 'node:child_process';

/** Hands the terminal over to a program and waits for its end. @returns its exit code */
export function handOver(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit' });
  // An interrupt reaches the program from the terminal itself: we only wait until it has cleared up.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
