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
  graph: { title: string; rule: string; data_version: string };
  directed: boolean;
  nodes: Node[];
  edges: Edge[];
}

/** A network with its records. In the `events` view records are nodes; those that no edge is made of stand alone in it. */
export class Dataset {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly records: readonly Node[];
  readonly version: string;
  readonly rule: string;
  readonly directed: boolean;
  readonly edges: readonly Edge[];
  private readonly around = new Map<string, Edge[]>();

  constructor(told: Told) {
    this.nodes = new Map(told.nodes.map((node) => [node.id, node]));
    this.edges = told.edges;
    this.version = told.graph.data_version;
    this.rule = told.graph.rule;
    this.directed = told.directed;
    const made = new Set(told.edges.flatMap((edge) => edge.records));
    for (const edge of told.edges) {
      this.beside(edge.source).push(edge);
      this.beside(edge.target).push(edge);
    }
    this.records = told.nodes
      .filter((node) => made.has(node.id) || !this.around.has(node.id))
      .sort((one, other) => compare(one.earliest ?? "9", other.earliest ?? "9") || compare(one.id, other.id));
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

  private recordIds: Set<string> | undefined;

  isRecord(id: string): boolean {
    this.recordIds ??= new Set(this.records.map((record) => record.id));
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
