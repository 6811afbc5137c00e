// How an answer can be drawn, by what its columns hold.
import { Dataset, type Edge, type Node } from "../explore/dataset.ts";
import { Shown } from "../explore/shown.ts";
import type { Answer, Row, Term } from "./answer.ts";

export type Manner = "graph" | "map" | "timeline";

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;
const LATITUDE = /^lat(itude)?$/i;
const LONGITUDE = /^(lng|lon|long|longitude)$/i;
const COLOURS = { from: "#0072b2", to: "#d55e00" } as const;

/** The manners that fit an answer, each with what makes the data for its view. */
export function* drawable(answer: Answer): Generator<[Manner, () => Promise<Shown>]> {
  if (!answer.rows.length) return;
  const ends = endsOf(answer);
  if (ends) yield ["graph", () => graph(answer, ends)];
  const date = column(answer, (term) => term.type === "literal" && DATE.test(term.value));
  const [lat, lng] = [LATITUDE, LONGITUDE].map((name) => answer.columns.find((one) => name.test(one)));
  if (lat && lng) yield ["map", async () => records(answer, { lat, lng, ...(date ? { date } : {}) })];
  if (date) yield ["timeline", async () => records(answer, { date })];
}

interface Ends {
  from: string;
  to: string;
  kind?: string;
}

/** The columns of what is tied: subject and object, or the first two that hold entities. */
function endsOf(answer: Answer): Ends | undefined {
  if (answer.triples) return { from: "subject", to: "object", kind: "predicate" };
  const [from, to] = answer.columns.filter((name) => holds(answer, name, (term) => term.type === "uri"));
  return from && to ? { from, to } : undefined;
}

function column(answer: Answer, fits: (term: Term) => boolean): string | undefined {
  return answer.columns.find((name) => holds(answer, name, fits));
}

function holds(answer: Answer, name: string, fits: (term: Term) => boolean): boolean {
  const terms = answer.rows.map((row) => row[name]).filter((term) => term !== undefined);
  return terms.length > 0 && terms.every(fits);
}

/** The nodes stand where ForceAtlas2 puts them from a circle, the same each time. */
async function graph({ rows }: Answer, ends: Ends): Promise<Shown> {
  const [{ default: layout }, { MultiDirectedGraph }] = await Promise.all([
    import("graphology-layout-forceatlas2"),
    import("graphology"),
  ]);
  const nodes = new Map<string, Node>();
  const edges: Edge[] = [];
  for (const row of rows) {
    const [from, to] = [row[ends.from], row[ends.to]];
    if (!from || !to || to.type === "literal") continue;
    const [source, target] = [node(nodes, from.value, COLOURS.from), node(nodes, to.value, COLOURS.to)];
    edges.push({
      source,
      target,
      kind: named(row[ends.kind ?? ""]?.value ?? ""),
      weight: 1,
      records: [target],
      claims: [],
    });
  }
  const graph = new MultiDirectedGraph<{ x: number; y: number }>();
  [...nodes.keys()].forEach((id, place, { length }) => {
    const angle = (2 * Math.PI * place) / length;
    graph.addNode(id, { x: Math.cos(angle), y: Math.sin(angle) });
  });
  for (const { source, target } of edges) graph.addEdge(source, target);
  const iterations = Math.max(30, Math.min(300, Math.round(200_000 / graph.order)));
  const places = layout(graph, { iterations, settings: layout.inferSettings(graph) });
  const placed = [...nodes.values()].map((one) => ({
    ...one,
    ...places[one.id]!,
    size: 4 + 3 * Math.sqrt(graph.degree(one.id)),
  }));
  return shown(placed, edges);
}

function node(nodes: Map<string, Node>, iri: string, color: string): string {
  const id = idOf(iri);
  if (!nodes.has(id)) nodes.set(id, { id, kind: "", label: id, x: 0, y: 0, size: 4, color });
  return id;
}

function records({ rows, columns }: Answer, { date, lat, lng }: { date?: string; lat?: string; lng?: string }): Shown {
  const label = columns.find(
    (name) => rows[0]?.[name]?.type === "literal" && name !== date && name !== lat && name !== lng,
  );
  const entity = columns.find((name) => rows[0]?.[name]?.type === "uri");
  const nodes = rows.map((row, place) => {
    const text = (name: string | undefined) => (name ? row[name]?.value : undefined);
    const when = text(date);
    const made: Node = {
      id: `${idOf(text(entity) ?? "")} ${place}`,
      kind: "",
      label: text(label) ?? idOf(text(entity) ?? ""),
      x: 0,
      y: 0,
      size: 1,
      color: "",
    };
    if (when) Object.assign(made, { date: when, earliest: when, latest: when });
    return Object.assign(made, point(row, lat, lng));
  });
  return shown(nodes, []);
}

function point(row: Row, lat?: string, lng?: string): { lat?: number; lng?: number } {
  const [north, east] = [lat, lng].map((name) => Number(name ? row[name]?.value : NaN));
  return Number.isFinite(north) && Number.isFinite(east) ? { lat: north!, lng: east! } : {};
}

function shown(nodes: Node[], edges: Edge[]): Shown {
  return new Shown(new Dataset({ graph: { data_version: "" }, nodes, edges }));
}

/** The id in the IRI of an entity, or else the IRI. */
function idOf(iri: string): string {
  return decodeURI(iri.replace(/^https:\/\/w3id\.org\/cagraph\/id\//, ""));
}

function named(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1);
}
