import type { LineageNode } from '../operations/lineage.js';

/**
 * The same tree as a graph in the DOT language of Graphviz; arrows go the way the data goes. A dataset or column that is
 * reached twice is one node.
 * @param node top of the tree, as it was asked for: up (sources below it) or down (what was made of it)
 */
export function lineageDot(node: LineageNode, direction: 'up' | 'down' = 'up'): string {
  const nodes = new Map<string, string>();
  const edges = new Set<string>();
  collect(node, direction, nodes, edges);
  const labelled = [...nodes].map(([id, label]) => `  ${quoted(id)} [label=${quoted(label)}];`);
  return ['digraph lineage {', '  rankdir=LR;', '  node [shape=box];', ...labelled, ...edges, '}'].join('\n');
}

function collect(
  node: LineageNode,
  direction: 'up' | 'down',
  nodes: Map<string, string>,
  edges: Set<string>,
): string {
  const id = `${node.dataset}@${node.version.slice(0, 12)}${node.column ? `.${node.column}` : ''}`;
  nodes.set(id, `${id}\n${node.zone}`);
  for (const next of node.next) {
    const other = collect(next, direction, nodes, edges);
    const [from, to] = direction === 'up' ? [other, id] : [id, other];
    const label = next.via ? ` [label=${quoted(`${next.via.kind} ${next.via.subtype}`)}]` : '';
    edges.add(`  ${quoted(from)} -> ${quoted(to)}${label};`);
  }
  return id;
}

/** Names are lower-case identifiers; quotes and backslashes cannot occur, and would be escaped. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
