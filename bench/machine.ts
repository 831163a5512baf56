import { cpus, totalmem } from 'node:os';
import { engineVersion } from '../lake/duckdb-session.js';
import type { Access } from '../operations/access.js';

/** What the figures were measured on. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  /** Bytes. */
  readonly memory: number;
  readonly node: string;
  readonly engine: string;
  readonly postgres: string;
  readonly measuredOn: string;
}

export async function machineOf({ catalog }: Access): Promise<Machine> {
  const { rows } = await catalog.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  const processors = cpus();
  return {
    cores: processors.length,
    processor: processors[0]?.model.trim() ?? 'unknown',
    memory: totalmem(),
    node: process.versions.node,
    engine: engineVersion(),
    postgres: rows[0]?.version ?? 'unknown',
    measuredOn: new Date().toISOString().slice(0, 10),
  };
}
