// Loaded before the command line: what happens at the ports of a person's process, by the plan in CANARY_PLAN. What is
// told goes into the file CANARY_TOLD, and not between what the command itself says.
import { appendFileSync } from 'node:fs';
import { deciding } from './around.mjs';
import { instrument } from './ports.mjs';

const { CANARY_PLAN = '{}', CANARY_TOLD = '/dev/null' } = process.env;
instrument(deciding(JSON.parse(CANARY_PLAN), (line) => appendFileSync(CANARY_TOLD, `${line}\n`)));
