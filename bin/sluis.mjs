#!/usr/bin/env node
import { runCli } from '../infra/bootstrap/cli.mjs';

await runCli(process.argv.slice(2));
