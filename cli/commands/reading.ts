import type { KeyObject } from 'node:crypto';
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
import { auditExportCommand, verifyExport, witnessOf } from './audit-files.js';
import type { WithAccess } from './onboarding.js';

interface VerifyFlags {
  readonly file?: string;
  readonly key?: string;
  readonly against?: string;
  readonly json?: boolean;
}

/** @param ownKey public key of the log of this machine; throws where there is none */
export function readingCommands(program: Command, withAccess: WithAccess, ownKey: () => KeyObject): void {
  const audit = program.command('audit').description('the audit log: read it, export it, verify it');
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

  auditExportCommand(audit, withAccess);
  audit
    .command('verify')
    .description('recompute every event and projection, and hold the log against its checkpoints')
    .option('--file <export>', 'an exported log instead, without any server')
    .option('--key <checkpoint.pub>', 'with --file: public key of that log, when it is not of this machine')
    .option('--against <export>', 'an older export too: what it signed must still be in the log')
    .option('--json', 'one JSON document on standard output')
    .action(async ({ file, key, against, json }: VerifyFlags) => {
      if (file !== undefined && against !== undefined)
        throw new SluisError(
          'UsageInvalid',
          'Verify a file (--file) or the log of this machine (--against), not both at once.',
        );
      if (file !== undefined) return await verifyExport(file, key, ownKey, json === true);
      if (key !== undefined) throw new SluisError('UsageInvalid', '--key goes with --file alone.');
      const witness = against === undefined ? undefined : await witnessOf(against);
      const result = await withAccess((access) => verifyAudit(access, witness));
      print(json, result, auditText(result, chosenLanguage()).join('\n'));
      if (!result.ok) process.exitCode = 5;
    });
}
