import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { verdictText } from '../cli/verdict-text.js';
import { onboardDemo } from '../demo/onboarding.js';
import type { Hit, Verdict } from '../domain/verdict.js';
import { repositoryRoot, workerFolder } from '../infra/home.js';
import { startWorker, stopWorkers } from '../infra/processes.js';
import { themeShelf } from '../infra/themes.js';
import type { Access } from '../operations/access.js';
import { demoAccount } from '../operations/demo-accounts.js';
import { runTheme } from '../operations/run-theme.js';
import type { Contract } from '../policy/contract.js';
import { parseContract } from '../policy/schema/parse-contract.js';
import { type Stack, startStack } from './stack.js';

/** A theme of a test: one statement over the datasets that it names. */
export interface TestTheme {
  readonly id: string;
  readonly inputs: readonly { readonly dataset: string; readonly table: string; readonly column: string }[];
  readonly sql: string;
}

/** The stack on which the worked cases of policy are tried: real servers and workers, themes and clock of the test. */
export interface CaseStack extends Stack {
  /** A contract of the demo, changed; through its gate and the people it demands. */
  readonly submit: (contract: Contract) => Promise<{ readonly requestId: string; readonly stage: string }>;
  readonly run: (theme: string) => ReturnType<typeof ranTheme>;
  /** Changes a file of a theme, as whoever can write in the folder does, and starts control again. */
  readonly changeTheme: (id: string, change: (yaml: string) => string) => Promise<void>;
  readonly setDaysAhead: (days: number) => void;
  /** Every verdict of one workflow, in the order of asking. */
  readonly verdicts: (workflowId: string) => Promise<readonly Verdict[]>;
  readonly workflowOf: (deliveryId: string) => Promise<string>;
}

export async function startCaseStack(themes: readonly TestTheme[]): Promise<CaseStack> {
  const stack = await startStack('worked-cases');
  try {
    return await composed(stack, themes);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function composed(stack: Stack, themes: readonly TestTheme[]): Promise<CaseStack> {
  const folder = join(stack.home.root, 'themes');
  cpSync(join(repositoryRoot(), 'themes'), folder, { recursive: true });
  for (const theme of themes) writeTheme(join(folder, theme.id), theme);
  const clock = join(workerFolder(stack.home, 'control'), 'days-ahead');
  const setDaysAhead = (days: number) => writeFileSync(clock, String(days), { mode: 0o644 });
  setDaysAhead(0);
  const startControl = async () => {
    await stopWorkers(stack.home, ['control']);
    const entry = fileURLToPath(new URL('./composed-control.mjs', import.meta.url));
    await startWorker(stack.home, 'control', entry);
  };
  await startControl();
  const access = { ...stack.access, themes: themeShelf(folder) };
  return {
    ...stack,
    access,
    setDaysAhead,
    submit: (contract) => submitted(stack, contract),
    changeTheme: async (id, change) => {
      const file = join(folder, id, 'theme.yaml');
      writeFileSync(file, change(readFileSync(file, 'utf8')));
      access.themes = themeShelf(folder);
      await startControl();
    },
    run: (theme) => ranTheme(access, theme),
    verdicts: (workflowId) => verdictsOf(stack, workflowId),
    workflowOf: async (deliveryId) => {
      const { rows } = await stack.superuser.query<{ id: string }>(
        'SELECT workflow_id AS id FROM catalog.delivery WHERE delivery_id = $1',
        [deliveryId],
      );
      return rows[0]?.id ?? '';
    },
  };
}

export function demoContract(id: string): Contract {
  return parseContract(readFileSync(join(repositoryRoot(), `demo/contracts/${id}.yaml`), 'utf8')).contract;
}

async function submitted({ access, home }: Stack, contract: Contract) {
  const file = `${contract.sourceId}-${contract.version}.yaml`;
  writeFileSync(join(home.root, file), JSON.stringify(contract));
  return await onboardDemo(access, home.root, file);
}

async function ranTheme(access: Access, theme: string) {
  const running = await runTheme(access, { theme, requester: demoAccount('analyst', 'demo') });
  return await running.result();
}

async function verdictsOf({ superuser }: Stack, workflowId: string): Promise<readonly Verdict[]> {
  const { rows } = await superuser.query<{ verdict: Verdict }>(
    'SELECT verdict FROM catalog.gate_verdict WHERE workflow_id = $1 ORDER BY seq',
    [workflowId],
  );
  return rows.map(({ verdict }) => verdict);
}

function writeTheme(folder: string, { id, inputs, sql }: TestTheme): void {
  mkdirSync(folder, { recursive: true });
  const theme = {
    kind: 'theme',
    id,
    version: '1.0.0',
    title: `Thema van een uitgewerkt geval: ${id}`,
    question: 'Wat zegt poort G4 van deze bronnen samen?',
    purpose: 'https://w3id.org/dpv#ProvideOfficialStatistics',
    minimumLevel: 'gemeente',
    geography: { year: 2024, inputs: [] },
    method: 'Eén telling.',
    limits: ['Een patroon is geen verdenking.'],
    sources: ['Geen: dit thema bestaat alleen in een test.'],
    inputs: inputs.map(({ dataset, table, column }) => ({
      dataset,
      table,
      columns: [{ name: column, why: 'Nodig voor de telling.' }],
    })),
    parameters: [],
    outputs: [
      { id: 'telling', title: 'Telling van een test', query: 'telling.sql', protection: 'restricted' },
    ],
  };
  writeFileSync(join(folder, 'theme.yaml'), JSON.stringify(theme));
  writeFileSync(join(folder, 'telling.sql'), sql);
  chmodSync(folder, 0o755);
}

export interface CasePart {
  readonly heading: string;
  readonly verdicts: readonly Verdict[];
}

/** A case as a jurist reads it: what was asked, what each gate said as the command line prints it, how it ended. */
export function casePage(title: string, parts: readonly CasePart[], ending: string): string {
  const sections = parts.map(({ heading, verdicts }) => {
    const texts = verdicts.map((verdict) => stripVTControlCharacters(verdictText(verdict, 'nl')));
    return `${heading}\n${'-'.repeat(heading.length)}\n${texts.join('\n')}`;
  });
  const text = [title, ...sections, `Afloop: ${ending}`].join('\n\n');
  return `${text
    .replaceAll(/\b[0-9a-f]{12,64}\b/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<tijd>')}\n`;
}

/** Codes that make or would make an outcome, of all verdicts. */
export function codesOf(verdicts: readonly Verdict[], outcome: Hit['outcome']): readonly string[] {
  const hits = verdicts.flatMap((verdict) => verdict.hits).filter((hit) => hit.outcome === outcome);
  return [...new Set(hits.map(({ code }) => code))].sort();
}
