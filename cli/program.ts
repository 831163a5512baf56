import type { KeyObject } from 'node:crypto';
import { Command } from 'commander';
import type { ThemeShelf } from '../policy/schema/theme-bundle.js';
import { checkCommand } from './commands/check.js';
import { completionCommand } from './commands/completion.js';
import { contractsCommands } from './commands/contracts.js';
import { datasetsCommands } from './commands/datasets.js';
import { deliveriesCommands } from './commands/deliveries.js';
import { deliveringCommands } from './commands/delivering.js';
import { type DemoProgram, demoCommand } from './commands/demo.js';
import { disclosureCommands } from './commands/disclosure.js';
import { type DoctorFinding, doctorCommand } from './commands/doctor.js';
import { lineageCommand } from './commands/lineage.js';
import { type Machine, machineCommands } from './commands/machine.js';
import { measuresCommands } from './commands/measures.js';
import { onboardingCommands, type WithAccess } from './commands/onboarding.js';
import { planCommand } from './commands/plan.js';
import { quarantineCommands } from './commands/quarantine.js';
import { readingCommands } from './commands/reading.js';
import { resultsCommands } from './commands/results.js';
import { runsCommands } from './commands/runs.js';
import { sourcesCommands } from './commands/sources.js';
import { themesCommands } from './commands/themes.js';
import { completeHelp, frameHelp } from './help/complete-help.js';
import { FRAME } from './help/frame.js';
import type { Language } from './language.js';
import { refuseOddTexts } from './odd-texts.js';

/** What the commands stand on; whoever starts the program composes it. */
export interface ProgramParts {
  readonly language: Language;
  readonly withAccess: WithAccess;
  readonly machine: Machine;
  /** What `sluis doctor` finds. */
  readonly examine: () => Promise<readonly DoctorFinding[]>;
  readonly demo: DemoProgram;
  readonly themes: () => ThemeShelf;
  /** Folder of the ready contracts. */
  readonly contracts: () => string;
  /** Public key of the log of this machine; throws where there is none. */
  readonly checkpointKey: () => KeyObject;
}

/** The whole command line as one tree of commands, with the help of each in one language. */
export function sluisProgram(parts: ProgramParts): Command {
  const { withAccess } = parts;
  const program = new Command('sluis')
    .description('A data lake whose every door is guarded: patterns without persons.')
    .showHelpAfterError(FRAME[parts.language].seeHelp)
    // Wrong usage is exit code 2; set before the commands are made, since each copies it.
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  program.hook('preAction', (_, command) => refuseOddTexts(command));
  frameHelp(program, parts.language);
  demoCommand(program, parts.demo);
  checkCommand(program);
  planCommand(program);
  contractsCommands(program, parts.contracts);
  disclosureCommands(program);
  onboardingCommands(program, withAccess);
  deliveringCommands(program, withAccess);
  deliveriesCommands(program, withAccess);
  datasetsCommands(program, withAccess);
  themesCommands(program, withAccess, parts.themes);
  runsCommands(program, withAccess);
  resultsCommands(program, withAccess);
  lineageCommand(program, withAccess);
  sourcesCommands(program, withAccess);
  measuresCommands(program, withAccess);
  quarantineCommands(program, withAccess);
  readingCommands(program, withAccess, parts.checkpointKey);
  machineCommands(program, parts.machine);
  doctorCommand(program, parts.examine);
  completionCommand(program);
  completeHelp(program, parts.language);
  return program;
}
