// A network as the service exports it, and the records in it: events and documents, with who took part.
import { load } from "../rest/client.ts";

export interface Node {
  id: string;
  kind: string;
  label: string;
  x: number;
  y: number;
  size: number;
  color: string;
  date?: string;
  earliest?: string;
  latest?: string;
  place?: string;
  lat?: number;
  lng?: number;
  m49?: string;
  sources?: string[];
}

export interface Edge {
  source: string;
  target: string;
  kind: string;
  weight: number;
  records: string[];
  claims: string[];
}

export interface Told {
  graph: { data_version: string; rule?: string };
  nodes: Node[];
  edges: Edge[];
}

/** A network with its records: what edges lead to, all of the same kinds, and what no edge is made of. */
export class Dataset {
  readonly nodes: ReadonlyMap<string, Node>;
  /** By date, then id; those without a date last. */
  readonly records: readonly Node[];
  readonly edges: readonly Edge[];
  readonly version: string;
  private readonly around = new Map<string, Edge[]>();
  private readonly recordIds: ReadonlySet<string>;

  constructor({ graph, nodes, edges }: Told) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.edges = edges;
    this.version = graph.data_version;
    for (const edge of edges) {
      this.beside(edge.source).push(edge);
      this.beside(edge.target).push(edge);
    }
    const kinds = new Set(edges.map((edge) => this.nodes.get(edge.target)?.kind));
    this.records = nodes
      .filter((node) => kinds.has(node.kind) || !this.around.has(node.id))
      .sort((one, other) => compare(one.earliest ?? "9", other.earliest ?? "9") || compare(one.id, other.id));
    this.recordIds = new Set(this.records.map((record) => record.id));
  }

  /** The edges that a node has. */
  edgesOf(id: string): readonly Edge[] {
    return this.around.get(id) ?? [];
  }

  /** Who took part in a record: what leads to it and is no record itself. */
  actorsOf(record: Node): Node[] {
    const found = new Set(this.edgesOf(record.id).map((edge) => (edge.target === record.id ? edge.source : "")));
    return [...found].filter((id) => id && !this.isRecord(id)).map((id) => this.nodes.get(id)!);
  }

  isRecord(id: string): boolean {
    return this.recordIds.has(id);
  }

  /** The nodes that are no records, by label. */
  get actors(): Node[] {
    return [...this.nodes.values()]
      .filter((node) => !this.isRecord(node.id))
      .sort((one, other) => one.label.localeCompare(other.label));
  }

  private beside(id: string): Edge[] {
    const found = this.around.get(id) ?? [];
    this.around.set(id, found);
    return found;
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The network at an address of the service. Raises ServiceError. */
export async function dataset(address: string): Promise<Dataset> {
  return new Dataset(await load<Told>(address));
}
