import type { Command } from 'commander';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { doctorText } from '../texts/doctor.js';
import { MACHINE } from '../texts/machine.js';

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
    .description(
      'look at every prerequisite, permission, version, disk and clock; changes no data: at what must be refused it knocks with what cannot be stored',
    )
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine();
      const broken = findings.filter(({ state }) => state === 'broken').length;
      const say = MACHINE[chosenLanguage()];
      const lines = findings.map(({ state, ...finding }) => {
        const { area, check, says, next } = doctorText(finding, chosenLanguage());
        const line = `${say.states[state].padEnd(10)} ${`${area}: ${check}`.padEnd(30)} ${says}`;
        return next === '' ? line : `${line}\n${' '.repeat(11)}→ ${next}`;
      });
      const end = broken === 0 ? say.nothingBroken : say.broken(broken);
      print(json, { ok: broken === 0, findings }, [...lines, end].join('\n'));
      if (broken > 0) process.exitCode = 1;
    });
}
