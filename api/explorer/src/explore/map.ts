// The map: states by the records they took part in, places by those that happened there, arcs by visits.
import { geoAzimuthalEqualArea, geoCentroid, geoGraticule10, geoPath, type GeoProjection } from "d3-geo";
import type { Feature, FeatureCollection } from "geojson";
import { feature, mesh } from "topojson-client";
import world from "virtual:world";

import { button, element, entityPage, shape } from "../page.ts";
import { say } from "../words.ts";
import { capitals } from "./capitals.ts";
import type { Dataset, Node } from "./dataset.ts";
import { downloads } from "./downloads.ts";
import { background, svgPng } from "./picture.ts";
import type { Shown } from "./shown.ts";

const WIDTH = 960;
const HEIGHT = 560;
/** The middle of Central Asia, as in the layout `geo` of exports. */
const MIDDLE = [-68, -42] as const;
const CLOSEST = 12;
/** What leads from a state to a visit that it was host to. */
const HOST = "to";
const ACCENT = "#d55e00";

type Point = [number, number];

interface Arc {
  from: Node;
  to: Point;
  name: string;
  count: number;
}

/** Draws the map into its section, before what stands there. */
export function map(section: HTMLElement, shown: Shown): void {
  const picture = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: "img",
    "aria-label": say("map"),
    class: "map",
  });
  const projection = geoAzimuthalEqualArea()
    .rotate([...MIDDLE])
    .scale(620)
    .translate([WIDTH / 2, HEIGHT / 2])
    .clipAngle(140);
  const frame = element("figure", { class: "stage map" });
  const count = element("p", { class: "note", role: "status" });
  frame.append(picture, zoom(picture));
  section.prepend(frame, count, element("p", { class: "quiet" }, say("arcs")));
  const ground = new Ground(projection);
  const draw = () => {
    const { records, data } = shown;
    const placed = records.filter(({ lat, lng }) => lat !== undefined && lng !== undefined);
    picture.replaceChildren(
      ...ground.drawn(involved(data, records)),
      arcs(data, records, ground, projection),
      places(placed, projection),
    );
    count.textContent = say("mapped", { n: placed.length, without: records.length - placed.length });
    section.dataset.count = String(records.length);
    section.dataset.placed = String(placed.length);
  };
  shown.with(draw);
  if (shown.source)
    void capitals()
      .then((homes) => ground.settle(homes))
      .then(draw);
  const svg = () => standalone(picture);
  section.append(
    downloads(shown, () => cells(shown), "map", { svg, png: () => svgPng(svg(), WIDTH, HEIGHT, background(section)) }),
  );
}

/** The states: their outlines, by the numbers of the United Nations (M49), and where each of them is. */
class Ground {
  private readonly features: Feature[];
  private readonly middles = new Map<string, Point>();
  private readonly path;
  private homes: ReadonlyMap<string, Point> = new Map();

  constructor(projection: GeoProjection) {
    this.path = geoPath(projection);
    const collections = [world.coarse, world.fine].map(
      (atlas) => feature(atlas, atlas.objects.countries) as FeatureCollection,
    );
    this.features = collections.flatMap((one) => one.features);
    for (const one of this.features) this.middles.set(String(one.id), geoCentroid(one));
  }

  /** Where journeys of states begin and end: in the capital, else amid the land. */
  middle(state: Node): Point | undefined {
    return this.homes.get(state.id) ?? this.middles.get(state.m49 ?? "");
  }

  settle(homes: ReadonlyMap<string, Point>): void {
    this.homes = homes;
  }

  drawn(states: ReadonlyMap<string, { node: Node; count: number }>): SVGElement[] {
    const most = Math.max(1, ...[...states.values()].map(({ count }) => count));
    const land = shape("g");
    for (const one of this.features) {
      const found = states.get(String(one.id));
      const outline = shape("path", { d: this.path(one) ?? "", fill: "currentColor", "fill-opacity": 0.07 });
      if (!found) land.append(outline);
      else {
        outline.setAttribute("fill", "#0072b2");
        outline.setAttribute("fill-opacity", (0.12 + 0.5 * Math.sqrt(found.count / most)).toFixed(2));
        outline.append(shape("title", {}, `${found.node.label}: ${found.count}`));
        land.append(linked(found.node, outline));
      }
    }
    const lines = [world.coarse, world.fine].map((atlas) => this.path(mesh(atlas)) ?? "").join("");
    const borders = {
      fill: "none",
      stroke: "currentColor",
      "stroke-opacity": 0.35,
      "stroke-width": 0.5,
      "vector-effect": "non-scaling-stroke",
    };
    const grid = {
      fill: "none",
      stroke: "currentColor",
      "stroke-opacity": 0.06,
      "vector-effect": "non-scaling-stroke",
    };
    return [
      shape("path", { d: this.path(geoGraticule10()) ?? "", ...grid }),
      land,
      shape("path", { d: lines, ...borders }),
    ];
  }
}

function linked(node: Node, child: SVGElement): SVGElement {
  // The table below leads to the same pages; the map is not walked through by keyboard state by state.
  return shape("a", { href: entityPage(node.id), tabindex: -1, "aria-hidden": "true" }, child);
}

/** The states that took part, by their M49 numbers, with the number of records. */
function involved(data: Dataset, records: readonly Node[]): Map<string, { node: Node; count: number }> {
  const found = new Map<string, { node: Node; count: number }>();
  for (const record of records) {
    for (const node of data.actorsOf(record)) {
      if (node.m49) found.set(node.m49, { node, count: (found.get(node.m49)?.count ?? 0) + 1 });
    }
  }
  return found;
}

function places(records: readonly Node[], projection: GeoProjection): SVGElement {
  const spots = new Map<string, Node[]>();
  for (const record of records) {
    const spot = `${record.lat} ${record.lng}`;
    spots.set(spot, [...(spots.get(spot) ?? []), record]);
  }
  const group = shape("g", { fill: ACCENT, "fill-opacity": 0.75, stroke: "#ffffff", "stroke-width": 0.5 });
  // Large ones first, so that none hides another.
  for (const here of [...spots.values()].sort((one, other) => other.length - one.length)) {
    const [first] = here;
    const at = projection([first!.lng!, first!.lat!]);
    if (!at) continue;
    const circle = shape("circle", {
      cx: at[0].toFixed(1),
      cy: at[1].toFixed(1),
      r: (2 + Math.sqrt(here.length)).toFixed(1),
    });
    circle.append(
      shape(
        "title",
        {},
        `${first!.place ?? ""}: ${here.length}\n${here
          .slice(0, 8)
          .map(({ label }) => label)
          .join("\n")}`,
      ),
    );
    group.append(circle);
  }
  return group;
}

/** Where the visitors came from and went, each pair once. */
function journeys(data: Dataset, records: readonly Node[], ground: Ground): Arc[] {
  const found = new Map<string, Arc>();
  for (const record of records) {
    const leading = data.edgesOf(record.id).filter((edge) => edge.target === record.id);
    const host = leading.find((edge) => edge.kind === HOST);
    const at = host && data.nodes.get(host.source);
    if (!at) continue;
    const to: Point | undefined = record.lat === undefined ? ground.middle(at) : [record.lng!, record.lat];
    for (const id of new Set(leading.map((edge) => edge.source))) {
      const from = data.nodes.get(id);
      if (!to || !from?.m49 || id === at.id || !ground.middle(from)) continue;
      const key = `${id} ${to.join(" ")}`;
      const name = `${from.label} → ${record.place ?? at.label}`;
      found.set(key, { from, to, name, count: (found.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

function arcs(data: Dataset, records: readonly Node[], ground: Ground, projection: GeoProjection): SVGElement {
  const group = shape("g", { fill: "none", stroke: ACCENT, "stroke-opacity": 0.5 });
  for (const { from, to, name, count } of journeys(data, records, ground)) {
    const [start, end] = [projection(ground.middle(from)!), projection(to)];
    if (!start || !end) continue;
    const arc = shape("path", { d: bent(start, end), "stroke-width": (0.6 + Math.log2(count) * 0.7).toFixed(1) });
    arc.append(shape("title", {}, `${name}: ${count}`));
    group.append(arc);
  }
  return group;
}

/** A line that bends to its left, so that the way there and the way back are two lines. */
function bent([x, y]: Point, [toX, toY]: Point): string {
  const [midX, midY] = [(x + toX) / 2 + (toY - y) * 0.18, (y + toY) / 2 - (toX - x) * 0.18];
  return `M${[x, y].map((one) => one.toFixed(1))}Q${[midX, midY, toX, toY].map((one) => one.toFixed(1))}`;
}

/** Buttons and the wheel with Ctrl come closer; dragging moves. */
function zoom(picture: SVGSVGElement): HTMLElement {
  let [x, y, by] = [0, 0, 1];
  const show = () => {
    const [width, height] = [WIDTH / by, HEIGHT / by];
    x = Math.min(WIDTH - width, Math.max(0, x));
    y = Math.min(HEIGHT - height, Math.max(0, y));
    picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  };
  const scale = (factor: number) => {
    const before = by;
    by = Math.min(CLOSEST, Math.max(1, by * factor));
    x += (WIDTH / before - WIDTH / by) / 2;
    y += (HEIGHT / before - HEIGHT / by) / 2;
    show();
  };
  picture.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return; // else the page scrolls
      event.preventDefault();
      scale(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    },
    { passive: false },
  );
  picture.addEventListener("pointermove", (event) => {
    if (event.buttons !== 1) return;
    const { width } = picture.getBoundingClientRect();
    x -= (event.movementX / width) * (WIDTH / by);
    y -= (event.movementY / width) * (WIDTH / by);
    show();
  });
  return element(
    "div",
    { class: "tools" },
    button("+", () => scale(1.5), { class: "plain", "aria-label": say("zoomIn") }),
    button("−", () => scale(1 / 1.5), { class: "plain", "aria-label": say("zoomOut") }),
  );
}

function standalone(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(WIDTH));
  copy.setAttribute("height", String(HEIGHT));
  copy.setAttribute("color", getComputedStyle(picture).color);
  return new XMLSerializer().serializeToString(copy);
}

function cells({ records }: Shown): string[][] {
  const rows = records
    .filter(({ lat }) => lat !== undefined)
    .map(({ id, label, kind, date, place, lat, lng }) => [
      id,
      label,
      kind,
      date ?? "",
      place ?? "",
      String(lat),
      String(lng),
    ]);
  return [["id", "label", "kind", "date", "place", "lat", "lng"], ...rows];
}
