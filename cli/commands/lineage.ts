import { type Command, Option } from 'commander';
import { SluisError } from '../../domain/errors.js';
import { type LineageNode, lineage, parseLineageTarget } from '../../operations/lineage.js';
import { gapText } from '../gap-text.js';
import { lineageDot } from '../lineage-dot.js';
import { print } from '../output.js';
import type { WithAccess } from './onboarding.js';

interface LineageFlags {
  readonly up?: boolean;
  readonly format: 'tree' | 'json' | 'dot';
  readonly down?: boolean;
  readonly depth: string;
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
    .option('--json', 'one JSON document on standard output')
    .action(async (target: string, { up, down, depth, format, json }: LineageFlags) => {
      if (up && down) throw new SluisError('UsageInvalid', 'Ask --up or --down, not both at once.');
      const steps = depth === 'all' ? 64 : Number(depth);
      if (!Number.isInteger(steps) || steps < 0 || steps > 64)
        throw new SluisError('UsageInvalid', '--depth takes a number from 0 to 64, or "all".');
      const tree = await withAccess((access) =>
        lineage(access, parseLineageTarget(target), down ? 'down' : 'up', steps),
      );
      const text = format === 'dot' ? lineageDot(tree, down ? 'down' : 'up') : lineageText(tree).join('\n');
      print(json || format === 'json', tree, text);
    });
}

/** The tree in lines, two blanks a step. */
export function lineageText(node: LineageNode, indent = ''): string[] {
  const name = `${node.dataset}@${node.version.slice(0, 12)}${node.column ? `.${node.column}` : ''}`;
  const via = node.via
    ? `  ${node.via.kind} ${node.via.subtype}${node.via.masking === 'masked' ? ', masked' : ''}`
    : '';
  const origin = node.delivery
    ? `, ${node.delivery.parts} part${node.delivery.parts === 1 ? '' : 's'}, contract ${node.delivery.contractHash.slice(0, 12)} approved in ${node.delivery.approvedIn ?? 'nothing'}`
    : node.run
      ? `, made by ${node.run.runId}`
      : '';
  const gaps = (node.gaps ?? []).map(
    (gap) => `${indent}  ${node.column ? '' : `${gap.column} `}${gapText(gap)}`,
  );
  const rest = node.cut ? [`${indent}  … more: --depth`] : [];
  return [
    `${indent}${name} [${node.zone}${origin}]${via}`,
    ...gaps,
    ...node.next.flatMap((one) => lineageText(one, `${indent}  `)),
    ...rest,
  ];
}
