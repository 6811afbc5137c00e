// The network as it stands in its frame, as SVG and as PNG.
import { shape } from "../page.ts";
import type { Network } from "./network.ts";

/** The network as SVG, by the camera that it is looked at with. */
export function networkSvg(drawn: Network): string {
  const graph = drawn.getGraph();
  const { width, height } = drawn.getDimensions();
  const place = (id: string) => drawn.framedGraphToViewport(drawn.getNodeDisplayData(id)!);
  const edges = shape("g", { "stroke-opacity": 0.7 });
  const nodes = shape("g");
  const labels = shape("g", {
    "font-family": "sans-serif",
    "font-size": 12,
    fill: getComputedStyle(drawn.getContainer()).color,
  });
  graph.forEachEdge((edge, _, source, target) => {
    const shown = drawn.getEdgeDisplayData(edge);
    if (!shown || shown.hidden) return;
    const [one, other] = [place(source), place(target)];
    edges.append(
      shape("line", {
        x1: one.x.toFixed(1),
        y1: one.y.toFixed(1),
        x2: other.x.toFixed(1),
        y2: other.y.toFixed(1),
        stroke: shown.color,
        "stroke-width": shown.size,
      }),
    );
  });
  const labelled = drawn.getNodeDisplayedLabels();
  graph.forEachNode((id) => {
    const shown = drawn.getNodeDisplayData(id);
    if (!shown || shown.hidden) return;
    const { x, y } = place(id);
    const r = drawn.scaleSize(shown.size);
    const circle = shape("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: r.toFixed(1), fill: shown.color });
    circle.append(shape("title", {}, shown.label ?? id));
    nodes.append(circle);
    if (labelled.has(id))
      labels.append(shape("text", { x: (x + r + 3).toFixed(1), y: (y + 4).toFixed(1) }, shown.label ?? id));
  });
  const picture = shape(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height },
    edges,
    nodes,
    labels,
  );
  return new XMLSerializer().serializeToString(picture);
}

/** The network as PNG: its layers one on another, on the colour behind them. */
export async function networkPng(drawn: Network): Promise<Blob> {
  const canvases = Object.values(drawn.getCanvases());
  const whole = document.createElement("canvas");
  const [first] = canvases;
  whole.width = first!.width;
  whole.height = first!.height;
  const context = whole.getContext("2d")!;
  context.fillStyle = background(drawn.getContainer());
  context.fillRect(0, 0, whole.width, whole.height);
  // What WebGL drew can be read only until the browser shows it, so it is drawn once more and read at once.
  drawn.refresh({ schedule: false });
  for (const canvas of canvases) if (canvas.width && canvas.height) context.drawImage(canvas, 0, 0);
  return blobOf(whole);
}

/** A picture in SVG as PNG, twice as fine. */
export async function svgPng(text: string, width: number, height: number, behind: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * width;
  canvas.height = 2 * height;
  const context = canvas.getContext("2d")!;
  context.fillStyle = behind;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas);
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((take, refuse) =>
    canvas.toBlob((blob) => (blob ? take(blob) : refuse(new Error("the browser made no picture"))), "image/png"),
  );
}

/** The colour behind an element. */
export function background(of: Element): string {
  for (let one: Element | null = of; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (colour && colour !== "transparent" && !/,\s*0\)$/.test(colour)) return colour;
  }
  return "#ffffff";
}
