#!/usr/bin/env node
import { join } from 'node:path';
import { DEMO_HELP, demoOptions } from '../demo/options.js';
import { down, openAccess, status, up } from '../infra/access.js';
import { checkpointPublicKey } from '../infra/checkpoint.js';
import { examine } from '../infra/doctor/examine.js';
import { createHome, homeAt, repositoryRoot } from '../infra/home.js';
import { themeShelf } from '../infra/themes.js';
import type { WithAccess } from './commands/onboarding.js';
import { handOver } from './hand-over.js';
import { chosenLanguage } from './language.js';
import { acceptClosedPipe, fail } from './output.js';
import { sluisProgram } from './program.js';

acceptClosedPipe();

const language = chosenLanguage();

const withAccess: WithAccess = async (action) => {
  const access = await openAccess(homeAt());
  try {
    return await action(access);
  } finally {
    await access.close();
  }
};

const program = sluisProgram({
  language,
  withAccess,
  machine: {
    up: async () => {
      const home = homeAt();
      createHome(home);
      return await up(home);
    },
    down: (options) => down(homeAt(), options),
    status: () => status(homeAt()),
  },
  examine: () => examine(homeAt()),
  demo: {
    help: DEMO_HELP[language],
    asksForHelp: (args) => demoOptions(args).help,
    run: (args) =>
      handOver(process.execPath, [
        join(repositoryRoot(), 'infra/bootstrap/demo.mjs'),
        ...args,
        '--lang',
        language,
      ]),
  },
  themes: themeShelf,
  contracts: () => join(repositoryRoot(), 'demo/contracts'),
  checkpointKey: () => checkpointPublicKey(homeAt()),
});

await program.parseAsync().catch(fail);
