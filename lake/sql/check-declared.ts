import type { StatementLineage } from './lineage.js';
import { refusal } from './refusals.js';
import type { SqlTable } from './scope.js';

/** What the statements of one theme use, together. */
export interface Used {
  readonly reads: readonly StatementLineage['read'][];
  readonly parameters: readonly string[];
}

/** What theme.yaml declares. */
export interface Declared {
  readonly tables: readonly SqlTable[];
  readonly parameters: readonly string[];
}

/**
 * Data minimisation (GDPR 5(1)(c)): a theme declares no column and no parameter that none of its statements uses.
 * The other direction needs no check: a column that is not declared does not exist for a statement.
 * @throws SluisError SqlRefused
 */
export function checkDeclared(used: Used, declared: Declared): void {
  for (const table of declared.tables) {
    for (const { name } of table.columns) {
      const isRead = used.reads.some((read) => read[table.name]?.includes(name) === true);
      if (!isRead) throw refusal('column-unread', { name: `${table.name}.${name}` });
    }
  }
  const unused = declared.parameters.find((name) => !used.parameters.includes(name));
  if (unused !== undefined) throw refusal('parameter-unused', { name: unused });
}
