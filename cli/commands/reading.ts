import type { Command } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { auditLog } from '../../operations/read-catalog.js';
import { verifyAudit } from '../../operations/verify.js';
import { auditText } from '../audit-text.js';
import { chosenLanguage } from '../language.js';
import { print } from '../output.js';
import { table } from '../table.js';
import { eventWord } from '../texts/events.js';
import { LISTS } from '../texts/lists.js';
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
        return [
          String(seq),
          new Date(occurredAt).toISOString(),
          eventWord(type, chosenLanguage()),
          actor,
          workflowId,
        ];
      });
      const { head, empty } = LISTS[chosenLanguage()].log;
      print(json, rows, table(head, lines, empty));
    });

  audit
    .command('verify')
    .description('recompute every event and projection, and hold the log against its checkpoints')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const result = await withAccess(verifyAudit);
      print(json, result, auditText(result, chosenLanguage()).join('\n'));
      if (!result.ok) process.exitCode = 5;
    });
}
