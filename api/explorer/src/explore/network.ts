// The network: nodes where, as large and in the colours that the service gives them, as in GEXF.
import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";

import { button, element, kindName, shape } from "../page.ts";
import { say } from "../words.ts";
import type { Dataset, Edge, Node } from "./dataset.ts";
import { details } from "./details.ts";
import { downloads } from "./downloads.ts";
import { networkPng, networkSvg } from "./picture.ts";
import type { Shown } from "./shown.ts";
import { Standing } from "./standing.ts";

export type Network = Sigma<Node, Edge>;

const BIGGEST = 14;
const SMALLEST = 2;
/** From so many edges on, they are left out while the picture moves. */
const MANY = 10_000;

/** Draws the network into its section. What is handed back ends it. */
export function network(section: HTMLElement, shown: Shown): () => void {
  const frame = element("div", { class: "stage" });
  const count = element("p", { class: "note", role: "status" });
  section.append(frame, legend(shown.data), count);
  if (!document.createElement("canvas").getContext("webgl2")) {
    frame.replaceWith(element("p", { class: "note warning", role: "alert" }, say("noWebgl")));
    count.remove();
    return () => undefined;
  }
  const graph = graphOf(shown.data);
  const standing = new Standing(shown);
  const drawn = sigma(graph, frame, standing);
  const panel = details(shown.data, standing, drawn);
  section.classList.add("has-network");
  frame.after(panel);
  frame.append(tools(drawn, standing, shown.data));
  let fitted: readonly Node[] | undefined;
  standing.with(() => {
    // All of it stands in the frame already, as it was reckoned when it was made.
    const asMade = !fitted && standing.nodes.length === graph.order;
    if (!asMade && fitted !== shown.records) fit(drawn, standing);
    if (!asMade) drawn.refresh({ skipIndexation: false });
    fitted = shown.records;
    const { records, nodes, edges } = standing.counts;
    count.textContent = say(shown.keeps ? "networkCount" : "graphCount", { records, nodes, edges });
    section.dataset.count = String(records);
  });
  const picture = { svg: () => networkSvg(drawn), png: () => networkPng(drawn) };
  section.append(downloads(shown, () => cells(shown.data, standing), "network", picture));
  return () => drawn.kill();
}

/** What the colours of nodes stand for. */
function legend(data: Dataset): HTMLElement {
  const kinds = new Map<string, Set<string>>();
  for (const { color, kind } of data.nodes.values())
    if (kind) kinds.set(color, (kinds.get(color) ?? new Set()).add(kindName(kind)));
  const keys = [...kinds].map(([color, names]) => {
    const dot = shape(
      "svg",
      { viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" },
      shape("circle", { cx: 5, cy: 5, r: 5, fill: color }),
    );
    return element("span", { class: "swatch" }, dot, ` ${[...names].sort().join(", ")}`);
  });
  return element("p", { class: "legend" }, ...keys);
}

function graphOf(data: Dataset): MultiDirectedGraph<Node, Edge> {
  const graph = new MultiDirectedGraph<Node, Edge>();
  const biggest = Math.max(1, ...[...data.nodes.values()].map((node) => node.size));
  for (const node of data.nodes.values()) {
    const size = SMALLEST + (BIGGEST - SMALLEST) * (node.size / biggest);
    graph.addNode(node.id, { ...node, size });
  }
  for (const edge of data.edges) graph.addEdge(edge.source, edge.target, edge);
  return graph;
}

function sigma(graph: MultiDirectedGraph<Node, Edge>, frame: HTMLElement, standing: Standing): Network {
  let colours = coloursOf(frame);
  const drawn: Network = new Sigma(graph, frame, {
    // Pages that are folded or printed have no room at first.
    allowInvalidContainer: true,
    hideEdgesOnMove: graph.size > MANY,
    labelDensity: 0.6,
    labelRenderedSizeThreshold: 5,
    labelFont: "system-ui, sans-serif",
    labelColor: { color: colours.text },
    defaultDrawNodeHover: (context, node, { labelSize, labelFont }) => {
      context.font = `600 ${labelSize}px ${labelFont}`;
      const [left, high] = [node.x + node.size + 1, labelSize + 6];
      context.fillStyle = colours.paper;
      context.fillRect(left, node.y - high / 2, context.measureText(node.label ?? "").width + 6, high);
      context.fillStyle = colours.text;
      context.fillText(node.label ?? "", left + 3, node.y + labelSize / 3);
    },
    minCameraRatio: 0.01,
    maxCameraRatio: 4,
    zIndex: true,
    nodeReducer: (id, node) => ({
      ...node,
      hidden: !standing.isShown(id),
      highlighted: standing.chosen === id || standing.path.has(id),
      forceLabel: standing.chosen === id || standing.path.has(id) || standing.pinned.has(id),
      color: standing.isFaint(id) ? colours.faint : node.color,
      zIndex: standing.isFaint(id) ? 0 : 1,
    }),
    edgeReducer: (_, edge) => {
      const strong =
        standing.onPath(edge.source, edge.target) || standing.chosen === edge.source || standing.chosen === edge.target;
      return {
        hidden: !standing.isShown(edge.source) || !standing.isShown(edge.target),
        color: strong ? colours.strong : colours.edge,
        size: (strong ? 1.5 : 0.5) * (1 + Math.log2(edge.weight || 1) / 2),
        zIndex: strong ? 1 : 0,
      };
    },
  });
  const recolour = () => {
    colours = coloursOf(frame);
    drawn.setSetting("labelColor", { color: colours.text });
  };
  addEventListener("themechange", recolour);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  drawn.on("clickNode", ({ node }) => standing.choose(node));
  drawn.on("clickStage", () => standing.choose(undefined));
  drawn.on("enterNode", () => frame.classList.add("over"));
  drawn.on("leaveNode", () => frame.classList.remove("over"));
  movable(drawn, graph, standing);
  return drawn;
}

/** Pinned nodes follow the pointer. */
function movable(drawn: Network, graph: MultiDirectedGraph<Node, Edge>, standing: Standing): void {
  let held: string | undefined;
  drawn.on("downNode", ({ node, preventSigmaDefault }) => {
    if (!standing.pinned.has(node)) return;
    held = node;
    preventSigmaDefault();
  });
  drawn.on("moveBody", ({ event, preventSigmaDefault }) => {
    if (held === undefined) return;
    graph.mergeNodeAttributes(held, drawn.viewportToGraph(event));
    preventSigmaDefault();
    event.original.preventDefault();
  });
  const drop = () => (held = undefined);
  drawn.on("upNode", drop);
  drawn.on("upStage", drop);
}

/** The colours of the page's style sheet as they are now; WebGL is told them one by one, as plain numbers. */
function coloursOf(frame: HTMLElement): Record<"text" | "paper" | "edge" | "strong" | "faint", string> {
  const probe = element("span");
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  frame.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
  const colours = {
    text: read("--ink"),
    paper: read("--paper"),
    edge: read("--view-edge"),
    strong: read("--view-strong"),
    faint: read("--view-faint"),
  };
  probe.remove();
  return colours;
}

/** Moves what is shown into the frame; it is there after the next refresh. */
function fit(drawn: Network, standing: Standing): void {
  const places = standing.nodes.map(({ x, y }) => [x, y] as const);
  if (!places.length) return;
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  drawn.setCustomBBox({ x: extent(xs), y: extent(ys) });
  void drawn.getCamera().animatedReset();
}

function extent(values: number[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  // A single node needs some room around it.
  return least === most ? [least - 1, most + 1] : [least, most];
}

function tools(drawn: Network, standing: Standing, data: Dataset): HTMLElement {
  const camera = drawn.getCamera();
  const find = element("input", {
    list: "network-nodes",
    "aria-label": say("find"),
    placeholder: say("find"),
    size: 20,
  });
  const list = element("datalist", { id: "network-nodes" });
  const ids = new Map([...data.nodes.values()].map((node) => [node.label, node.id]));
  find.addEventListener("focus", () =>
    list.replaceChildren(...standing.nodes.map(({ label }) => element("option", { value: label }))),
  );
  find.addEventListener("change", () => {
    const id = ids.get(find.value);
    if (id) standing.choose(id);
  });
  return element(
    "div",
    { class: "tools" },
    find,
    list,
    button("+", () => void camera.animatedZoom(), { class: "plain", "aria-label": say("zoomIn") }),
    button("−", () => void camera.animatedUnzoom(), { class: "plain", "aria-label": say("zoomOut") }),
    button(
      say("reset"),
      () => {
        standing.reset();
        fit(drawn, standing);
        drawn.scheduleRefresh();
      },
      { class: "plain" },
    ),
  );
}

function cells(data: Dataset, standing: Standing): string[][] {
  const rows = data.edges
    .filter((edge) => standing.isShown(edge.source) && standing.isShown(edge.target))
    .map((edge) => [
      edge.source,
      edge.target,
      edge.kind,
      String(edge.weight),
      edge.records.join(" "),
      edge.claims.join(" "),
    ]);
  return [["source", "target", "kind", "weight", "records", "claims"], ...rows];
}
