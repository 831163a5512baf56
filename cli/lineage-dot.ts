import type { LineageNode } from '../operations/lineage.js';
import { gapText } from './gap-text.js';
import type { Language } from './language.js';

/**
 * The same tree as a graph in the DOT language of Graphviz; arrows go the way the data goes. A dataset or column that is
 * reached twice is one node. What was not collected stands in the node, as it does in the tree.
 * @param node top of the tree, as it was asked for: up (sources below it) or down (what was made of it)
 */
export function lineageDot(node: LineageNode, direction: 'up' | 'down', language: Language): string {
  const nodes = new Map<string, string>();
  const edges = new Set<string>();
  collect(node, { direction, language, nodes, edges });
  const labelled = [...nodes].map(([id, label]) => `  ${quoted(id)} [label=${quoted(label)}];`);
  return ['digraph lineage {', '  rankdir=LR;', '  node [shape=box];', ...labelled, ...edges, '}'].join('\n');
}

interface Graph {
  readonly direction: 'up' | 'down';
  readonly language: Language;
  /** Labels by id. */
  readonly nodes: Map<string, string>;
  readonly edges: Set<string>;
}

function collect(node: LineageNode, graph: Graph): string {
  const { direction, language, nodes, edges } = graph;
  const id = `${node.dataset}@${node.version.slice(0, 12)}${node.column ? `.${node.column}` : ''}`;
  const gaps = (node.gaps ?? []).map(
    (gap) => `${node.column ? '' : `${gap.column} `}${gapText(gap, language)}`,
  );
  nodes.set(id, [id, node.zone, ...gaps].join('\n'));
  for (const next of node.next) {
    const other = collect(next, graph);
    const [from, to] = direction === 'up' ? [other, id] : [id, other];
    const label = next.via ? ` [label=${quoted(`${next.via.kind} ${next.via.subtype}`)}]` : '';
    edges.add(`  ${quoted(from)} -> ${quoted(to)}${label};`);
  }
  return id;
}

/** Names are lower-case identifiers; the reasons of a contract may hold quotes and backslashes. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
