import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { auditLog } from '../../operations/read-catalog.js';
import { verifyAudit } from '../../operations/verify.js';
import { print } from '../output.js';
import { table } from '../table.js';
import type { WithAccess } from './onboarding.js';

export function readingCommands(program: Command, withAccess: WithAccess): void {
  const audit = program.command('audit').description('the audit log: read it, verify it');
  audit
    .command('log')
    .description('the newest events, oldest of them first')
    .option('--limit <n>', 'how many', '50')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ limit, json }: { limit: string; json?: boolean }) => {
      if (!/^[1-9]\d{0,4}$/.test(limit))
        throw new SluisError('UsageInvalid', '--limit takes a number from 1 to 99999.');
      const rows = await withAccess((access) => auditLog(access, Number(limit)));
      const lines = rows.map(({ seq, occurredAt, type, actor, workflowId }) => {
        return [String(seq), new Date(occurredAt).toISOString(), type, actor, workflowId];
      });
      print(
        json,
        rows,
        table(['seq', 'occurred', 'event', 'actor', 'workflow'], lines, 'No event yet: sluis onboard FILE'),
      );
    });

  audit
    .command('verify')
    .description('recompute every event and projection, and hold the log against its checkpoints')
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', '\nExit 0 verified, 5 not: each finding names its place.')
    .action(async ({ json }: { json?: boolean }) => {
      const result = await withAccess(verifyAudit);
      const found = result.findings.map(({ what, place }) => `${what}: ${place}`);
      const head = result.ok ? 'verified' : 'NOT VERIFIED';
      print(
        json,
        result,
        [
          `${head}: ${result.events} events, ${result.signed} signed, ${result.objects} objects read`,
          ...found,
        ].join('\n'),
      );
      if (!result.ok) process.exitCode = 5;
    });
}
