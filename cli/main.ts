#!/usr/bin/env node
import { join } from 'node:path';
import { Command } from 'commander';
import { DEMO_HELP, demoOptions } from '../demo/options.js';
import { down, openAccess, status, up } from '../infra/access.js';
import { examine } from '../infra/doctor/examine.js';
import { createHome, homeAt, repositoryRoot } from '../infra/home.js';
import { themeShelf } from '../infra/themes.js';
import { checkCommand } from './commands/check.js';
import { contractsCommands } from './commands/contracts.js';
import { deliveriesCommands } from './commands/deliveries.js';
import { deliveringCommands } from './commands/delivering.js';
import { demoCommand } from './commands/demo.js';
import { disclosureCommands } from './commands/disclosure.js';
import { doctorCommand } from './commands/doctor.js';
import { lineageCommand } from './commands/lineage.js';
import { measuresCommands } from './commands/measures.js';
import { onboardingCommands, type WithAccess } from './commands/onboarding.js';
import { planCommand } from './commands/plan.js';
import { readingCommands } from './commands/reading.js';
import { resultsCommands } from './commands/results.js';
import { sourcesCommands } from './commands/sources.js';
import { themesCommands } from './commands/themes.js';
import { handOver } from './hand-over.js';
import { acceptClosedPipe, fail, print } from './output.js';

acceptClosedPipe();

const program = new Command('sluis')
  .description('A data lake whose every door is guarded: patterns without persons.')
  .showHelpAfterError('(see: sluis --help)')
  // Wrong usage is exit code 2; set before the commands are made, since each copies it.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const withAccess: WithAccess = async (action) => {
  const access = await openAccess(homeAt());
  try {
    return await action(access);
  } finally {
    await access.close();
  }
};

demoCommand(program, {
  help: DEMO_HELP,
  asksForHelp: (args) => demoOptions(args).help,
  run: (args) => handOver(process.execPath, [join(repositoryRoot(), 'infra/bootstrap/demo.mjs'), ...args]),
});
checkCommand(program);
planCommand(program);
contractsCommands(program, () => join(repositoryRoot(), 'demo/contracts'));
disclosureCommands(program);
onboardingCommands(program, withAccess);
deliveringCommands(program, withAccess);
deliveriesCommands(program, withAccess);
themesCommands(program, withAccess, themeShelf);
resultsCommands(program, withAccess);
lineageCommand(program, withAccess);
sourcesCommands(program, withAccess);
measuresCommands(program, withAccess);
readingCommands(program, withAccess);

program
  .command('up')
  .description('start PostgreSQL, Temporal, S3 and the workers on loopback')
  .option('--json', 'one JSON document on standard output')
  .addHelpText('after', '\nExample:\n  sluis up && sluis status')
  .action(async ({ json }: { json?: boolean }) => {
    const home = homeAt();
    createHome(home);
    const restarted = await up(home);
    const again = restarted.map(
      ({ workflowId, outcome }) => `${workflowId}: ${outcome}, Temporal had forgotten it`,
    );
    print(json, { ...status(home), restarted }, [...again, 'Everything is up. See: sluis status'].join('\n'));
  });

program
  .command('down')
  .description('stop what was started here')
  .option('--wipe', 'remove the data, the credentials and the keys too')
  .option('--json', 'one JSON document on standard output')
  .addHelpText('after', '\nExample:\n  sluis down')
  .action(async ({ wipe, json }: { wipe?: boolean; json?: boolean }) => {
    await down(homeAt(), { wipe: wipe === true });
    print(
      json,
      { stopped: true, wiped: wipe === true },
      wipe ? 'Everything is stopped and removed.' : 'Everything is stopped; the data stays.',
    );
  });

program
  .command('status')
  .description('what runs, and where its log is')
  .option('--json', 'one JSON document on standard output')
  .addHelpText('after', '\nExample:\n  sluis status --json')
  .action(({ json }: { json?: boolean }) => {
    const now = status(homeAt());
    const servers = now.servers.map(
      ({ name, state, port }) => `${name.padEnd(16)} ${state}${port ? ` on ${port}` : ''}`,
    );
    const workers = now.workers.map(({ role, state, facts }) => {
      const at = facts.telemetryUrl ? `, ${facts.telemetryUrl}/healthz and /metrics` : '';
      return `${`worker ${role}`.padEnd(16)} ${state}${at}`;
    });
    print(json, now, [...servers, ...workers].join('\n'));
  });

doctorCommand(program, () => examine(homeAt()));

await program
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parseAsync()
  .catch(fail);
