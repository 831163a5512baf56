import { type Command, Option } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { type AsOf, asOf, parseAsOf } from '../../operations/as-of.js';
import { type Direction, type LineageNode, lineage, parseLineageTarget } from '../../operations/lineage.js';
import { gapText } from '../gap-text.js';
import { chosenLanguage, type Language } from '../language.js';
import { lineageDot } from '../lineage-dot.js';
import { print } from '../output.js';
import { LINEAGE } from '../texts/lineage.js';
import type { WithAccess } from './onboarding.js';

interface LineageFlags {
  readonly up?: boolean;
  readonly format: 'tree' | 'json' | 'dot';
  readonly down?: boolean;
  readonly depth: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

/** `sluis lineage`: by exact versions, one step deep unless asked for more. */
export function lineageCommand(program: Command, withAccess: WithAccess): void {
  program
    .command('lineage')
    .argument('<dataset>', 'DATASET[@VERSION][.COLUMN]; a column of a theme is output.column')
    .description('where a dataset or column comes from, by the exact versions and runs')
    .option('--up', 'what it rests on (default)')
    .option('--down', 'what rests on it')
    .option('--depth <n>', 'how many steps, or "all"', '1')
    .addOption(
      new Option('--format <format>', 'tree in lines, JSON, or a graph for Graphviz')
        .choices(['tree', 'json', 'dot'])
        .default('tree'),
    )
    .option(
      '--as-of <moment>',
      'as it was known then: a day (to its end in Amsterdam), or an instant with its zone',
    )
    .option('--json', 'one JSON document on standard output')
    .action(async (name: string, flags: LineageFlags) => {
      const { up, down, depth, asOf: moment } = flags;
      if (up && down) throw new SluisError('UsageInvalid', 'Ask --up or --down, not both at once.');
      const steps = depth === 'all' ? 64 : Number(depth);
      if (!Number.isInteger(steps) || steps < 0 || steps > 64)
        throw new SluisError('UsageInvalid', '--depth takes a number from 0 to 64, or "all".');
      const target = parseLineageTarget(name);
      const instant = moment === undefined ? null : parseAsOf(moment);
      const scope = { direction: down ? 'down' : 'up', depth: steps } as const;
      const answer = await withAccess(async (access): Promise<Answer> => {
        if (instant === null) return { tree: await lineage(access, target, scope) };
        const then = await asOf(access, instant);
        // Nothing was known of anything.
        if (then.events === 0) return { asOf: then, tree: null };
        return { asOf: then, tree: await lineage(access, target, { ...scope, asOf: then }) };
      });
      printAnswer(answer, scope.direction, flags);
    });
}

interface Answer {
  readonly asOf?: AsOf;
  readonly tree: LineageNode | null;
}

function printAnswer(
  { asOf: then, tree }: Answer,
  direction: Direction,
  { format, json }: LineageFlags,
): void {
  const language = chosenLanguage();
  const known = then ? LINEAGE[language].asOf(then.instant, then.events) : null;
  const document = { ...(tree ?? { next: [] }), ...(then ? { asOf: then } : {}) };
  const graph = tree === null ? 'digraph lineage {\n}' : lineageDot(tree, direction, language);
  const text =
    format === 'dot'
      ? [...(known === null ? [] : [`// ${known}`]), graph]
      : [...(known === null ? [] : [known]), ...(tree === null ? [] : lineageText(tree, language))];
  print(json || format === 'json', document, text.join('\n'));
}

/** The tree in lines, two blanks a step. */
export function lineageText(node: LineageNode, language: Language, indent = ''): string[] {
  const say = LINEAGE[language];
  const { dataset, version, column, zone, via, gaps = [], next, cut } = node;
  const name = `${dataset}@${version.slice(0, 12)}${column ? `.${column}` : ''}`;
  const masked = via?.masking === 'masked' ? `, ${say.masked}` : '';
  const how = via ? `  ${via.kind} ${via.subtype}${masked}` : '';
  const empty = gaps.map((gap) => `${indent}  ${column ? '' : `${gap.column} `}${gapText(gap, language)}`);
  return [
    `${indent}${name} [${[zone, ...originOf(node, say)].join(', ')}]${how}`,
    ...empty,
    ...next.flatMap((one) => lineageText(one, language, `${indent}  `)),
    ...(cut ? [`${indent}  … ${say.more}`] : []),
  ];
}

/** The delivery that it landed with, or the run that made it. */
function originOf({ delivery, run }: LineageNode, say: (typeof LINEAGE)[Language]): readonly string[] {
  if (delivery) return [say.landed(delivery.parts, delivery.contractHash.slice(0, 12), delivery.approvedIn)];
  return run ? [say.madeBy(run.runId)] : [];
}
