import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { auditLog, sources } from '../../operations/read-catalog.js';
import { print } from '../output.js';
import { table } from '../table.js';
import type { WithAccess } from './onboarding.js';

export function readingCommands(program: Command, withAccess: WithAccess): void {
  program
    .command('sources')
    .description('the sources that were submitted, and under which contract they may deliver')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const rows = await withAccess(sources);
      const lines = rows.map(({ sourceId, title, regimes, approvedAt }) => {
        return [sourceId, approvedAt ? 'approved' : 'not approved', regimes.join(' '), title];
      });
      print(
        json,
        rows,
        table(['source', 'state', 'regimes', 'title'], lines, 'No source yet: sluis onboard FILE'),
      );
    });

  program
    .command('audit')
    .description('the audit log of events')
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
}
