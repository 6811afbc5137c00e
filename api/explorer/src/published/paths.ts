// The shortest path between two nodes of a network, found in the browser.
import type { Dataset, Edge } from "../explore/dataset.ts";

export interface Step {
  id: string;
  /** What leads here from the step before; nothing leads to the first. */
  edge?: Edge;
}

/** The steps from one node to another by the fewest edges; empty where none lead there. */
export function shortest(data: Dataset, from: string, to: string): Step[] {
  const before = new Map<string, Step>([[from, { id: from }]]);
  const waiting = [from];
  for (const id of waiting) {
    if (id === to) break;
    for (const edge of data.edgesOf(id)) {
      const other = edge.source === id ? edge.target : edge.source;
      if (before.has(other)) continue;
      before.set(other, { id, edge });
      waiting.push(other);
    }
  }
  if (!before.has(to)) return [];
  const steps: Step[] = [];
  for (let id = to; ; ) {
    const { id: previous, edge } = before.get(id)!;
    steps.unshift(edge ? { id, edge } : { id });
    if (!edge) return steps;
    id = previous;
  }
}
