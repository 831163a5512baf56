import type { Command } from 'commander';
import { print } from '../output.js';

/** What `sluis doctor` shows: the composition root looks, this prints. */
export interface DoctorFinding {
  readonly area: string;
  readonly check: string;
  readonly state: 'ok' | 'absent' | 'broken';
  readonly says: string;
  readonly next: string;
}

/** `sluis doctor`: every prerequisite with what to do; exit 1 where something is broken, an absent wall is no failure. */
export function doctorCommand(program: Command, examine: () => Promise<readonly DoctorFinding[]>): void {
  program
    .command('doctor')
    .description('look at every prerequisite, permission, version, disk and clock; changes nothing')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      const broken = findings.filter(({ state }) => state === 'broken').length;
      const lines = findings.map(({ area, check, state, says, next }) => {
        const line = `${state.padEnd(7)} ${`${area}: ${check}`.padEnd(28)} ${says}`;
        return next === '' ? line : `${line}\n${' '.repeat(8)}→ ${next}`;
      });
      const end = broken === 0 ? 'Nothing is broken.' : `${broken} broken.`;
      print(json, { ok: broken === 0, findings }, [...lines, end].join('\n'));
      if (broken > 0) process.exitCode = 1;
    });
}
