import type { Command } from 'commander';

/** The demo as its own entry point gives it: what its options are, and how it runs. */
export interface DemoProgram {
  readonly help: string;
  /** @throws SluisError UsageInvalid where an option is unknown or wrong */
  readonly asksForHelp: (args: readonly string[]) => boolean;
  /** Runs `npm run demo` with these options, in this terminal; its exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** `sluis demo`: the same program with the same options as `npm run demo`, which reads them itself. */
export function demoCommand(program: Command, demo: DemoProgram): void {
  program
    .command('demo')
    .argument('[options...]', 'see: sluis demo --help')
    .description('take several sources the whole way, from contract to released tables, and stay up')
    .helpOption(false)
    .allowUnknownOption()
    .action(async (_options: string[], _flags: object, command: Command) => {
      if (demo.asksForHelp(command.args)) return void process.stdout.write(demo.help);
      process.exitCode = await demo.run(command.args);
    });
}
