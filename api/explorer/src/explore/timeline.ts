// The timeline: how many records can have been in each year or month, by kind, with a span to choose by dragging.
import { element, kindName, shape } from "../page.ts";
import { say } from "../words.ts";
import { downloads } from "./downloads.ts";
import { NO_FILTER, passing } from "./filter.ts";
import { background, svgPng } from "./picture.ts";
import type { Shown } from "./shown.ts";

const WIDTH = 960;
const HEIGHT = 180;
const MARGIN = { left: 36, right: 8, top: 8, bottom: 22 };
/** Spans of at most so many years are shown by months. */
const BY_MONTHS = 4;
const KINDS = 6;

interface Bar {
  period: string;
  counts: Map<string, number>;
}

/** Draws the timeline into its section, before what stands there. */
export function timeline(section: HTMLElement, shown: Shown): void {
  const figure = element("figure", { class: "timeline" });
  const note = element("p", { class: "quiet" }, say("timelineHint"));
  const undated = element("p", { class: "quiet", role: "status" });
  section.prepend(figure, note, undated);
  let picture: SVGSVGElement | undefined;
  shown.with(() => {
    const bars = counted(shown);
    picture = drawn(bars, shown);
    figure.replaceChildren(picture, legend(shown));
    const without = shown.records.filter((record) => !record.earliest).length;
    undated.textContent = without ? say("undated", { n: without }) : "";
    section.dataset.count = String(shown.records.length);
  });
  const svg = () => standalone(picture!);
  section.append(
    downloads(shown, () => cells(counted(shown)), "timeline", {
      svg,
      png: () => svgPng(svg(), WIDTH, HEIGHT, background(section)),
    }),
  );
}

/** The records of each period; what spans several is counted in the one it begins in. */
function counted(shown: Shown): Bar[] {
  const { records, filter } = shown;
  // The bars around the span stay, so that another one can be chosen.
  const all = filter.since || filter.until ? passing(shown.data, { ...filter, since: "", until: "" }) : records;
  const years = all.flatMap(({ earliest }) => (earliest ? [Number(earliest.slice(0, 4))] : []));
  if (!years.length) return [];
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const months = last - first < BY_MONTHS;
  const bars = new Map<string, Bar>();
  for (let year = first; year <= last; year++) {
    for (const period of months ? monthsOf(year) : [String(year)]) bars.set(period, { period, counts: new Map() });
  }
  for (const record of all) {
    const bar = record.earliest && bars.get(record.earliest.slice(0, months ? 7 : 4));
    if (bar) bar.counts.set(record.kind, (bar.counts.get(record.kind) ?? 0) + 1);
  }
  return [...bars.values()];
}

function monthsOf(year: number): string[] {
  return Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}`);
}

/** The kinds that most records have, commonest first. The others are shown together. */
function common(shown: Shown): string[] {
  const counts = new Map<string, number>();
  for (const { kind } of shown.data.records) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, KINDS)
    .map(([kind]) => kind);
}

function drawn(bars: readonly Bar[], shown: Shown): SVGSVGElement {
  const picture = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "bars",
    role: "img",
    "aria-label": say("timeline"),
  });
  if (!bars.length) return picture;
  const kinds = common(shown);
  const most = Math.max(...bars.map((bar) => total(bar)));
  const [inner, high] = [WIDTH - MARGIN.left - MARGIN.right, HEIGHT - MARGIN.top - MARGIN.bottom];
  const wide = inner / bars.length;
  picture.append(...axis(most, high));
  const { since, until } = shown.filter;
  bars.forEach((bar, place) => {
    const x = MARGIN.left + place * wide;
    let y = MARGIN.top + high;
    const inside = (!since || bar.period >= since.slice(0, bar.period.length)) && (!until || bar.period <= `${until}~`);
    const group = shape("g", { class: inside ? "inside" : "outside" });
    if (!inside) group.setAttribute("opacity", "0.25");
    for (const [kind, count] of ordered(bar, kinds)) {
      const height = (count / most) * high;
      y -= height;
      group.append(
        shape("rect", {
          x: (x + 0.5).toFixed(1),
          y: y.toFixed(1),
          width: Math.max(1, wide - 1).toFixed(1),
          height: height.toFixed(1),
          fill: colour(kind, kinds),
        }),
      );
    }
    group.append(shape("title", {}, `${bar.period}: ${total(bar)}`));
    picture.append(group);
    if (labelled(bar.period, bars.length)) {
      picture.append(
        shape(
          "text",
          {
            x: (x + wide / 2).toFixed(1),
            y: HEIGHT - 6,
            "text-anchor": "middle",
            "font-size": 11,
            fill: "currentColor",
          },
          bar.period,
        ),
      );
    }
  });
  brush(picture, bars, wide, shown);
  return picture;
}

function axis(most: number, high: number): SVGElement[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((one) => most / one <= 4) ?? most;
  const lines: SVGElement[] = [];
  for (let value = 0; value <= most; value += step) {
    const y = (MARGIN.top + high * (1 - value / most)).toFixed(1);
    lines.push(
      shape("line", {
        x1: MARGIN.left,
        x2: WIDTH - MARGIN.right,
        y1: y,
        y2: y,
        stroke: "currentColor",
        "stroke-opacity": 0.15,
      }),
    );
    lines.push(
      shape(
        "text",
        { x: MARGIN.left - 5, y: Number(y) + 4, "text-anchor": "end", "font-size": 11, fill: "currentColor" },
        String(value),
      ),
    );
  }
  return lines;
}

function total({ counts }: Bar): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function ordered({ counts }: Bar, kinds: readonly string[]): [string, number][] {
  const rest = [...counts].filter(([kind]) => !kinds.includes(kind)).reduce((sum, [, count]) => sum + count, 0);
  const known = kinds.map((kind): [string, number] => [kind, counts.get(kind) ?? 0]);
  return [...known, ["", rest] as [string, number]].filter(([, count]) => count);
}

// Okabe and Ito (2008): told apart by colour-blind readers. Grey is for all other kinds together.
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"] as const;

function colour(kind: string, kinds: readonly string[]): string {
  return COLOURS[kinds.indexOf(kind)] ?? "#8a8f98";
}

function labelled(period: string, bars: number): boolean {
  if (period.length === 7) return bars <= 12 || period.endsWith("-01") || period.endsWith("-07");
  return bars <= 16 || Number(period) % 5 === 0;
}

function legend(shown: Shown): HTMLElement {
  const kinds = common(shown);
  const rest = shown.data.records.some(({ kind }) => !kinds.includes(kind)) ? [""] : [];
  const keys = [...kinds, ...rest].map((kind) => {
    const swatch = shape(
      "svg",
      { viewBox: "0 0 10 10", width: 10, height: 10, "aria-hidden": "true" },
      shape("rect", { width: 10, height: 10, fill: colour(kind, kinds) }),
    );
    return element("span", { class: "swatch" }, swatch, ` ${kindName(kind) || "…"}`);
  });
  return element("figcaption", {}, ...keys);
}

/** Dragging chooses the periods it goes over; a click chooses one, and a click on the only one chosen all again. */
function brush(picture: SVGSVGElement, bars: readonly Bar[], wide: number, shown: Shown): void {
  const inner = HEIGHT - MARGIN.top - MARGIN.bottom;
  const band = shape("rect", {
    y: MARGIN.top,
    height: inner,
    fill: "currentColor",
    "fill-opacity": 0.12,
    visibility: "hidden",
  });
  picture.append(band);
  let from: number | undefined;
  const placeOf = (event: PointerEvent) => {
    const box = picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH - MARGIN.left;
    return Math.min(bars.length - 1, Math.max(0, Math.floor(x / wide)));
  };
  const show = (to: number) => {
    const [first, last] = [Math.min(from!, to), Math.max(from!, to)];
    band.setAttribute("x", String(MARGIN.left + first * wide));
    band.setAttribute("width", String((last - first + 1) * wide));
    band.setAttribute("visibility", "visible");
    return [bars[first]!.period, bars[last]!.period] as const;
  };
  picture.addEventListener("pointerdown", (event) => {
    from = placeOf(event);
    picture.setPointerCapture(event.pointerId);
    show(from);
  });
  picture.addEventListener("pointermove", (event) => from !== undefined && show(placeOf(event)));
  picture.addEventListener("pointerup", (event) => {
    if (from === undefined) return;
    const [since, until] = show(placeOf(event));
    from = undefined;
    const same = since === shown.filter.since && until === shown.filter.until;
    shown.change(same ? { since: NO_FILTER.since, until: NO_FILTER.until } : { since, until });
    if (same) band.setAttribute("visibility", "hidden");
  });
}

function standalone(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(WIDTH));
  copy.setAttribute("height", String(HEIGHT));
  copy.setAttribute("color", getComputedStyle(picture).color);
  copy.setAttribute("font-family", "sans-serif");
  return new XMLSerializer().serializeToString(copy);
}

function cells(bars: readonly Bar[]): string[][] {
  const kinds = [...new Set(bars.flatMap((bar) => [...bar.counts.keys()]))].sort();
  const rows = bars.map((bar) => [
    bar.period,
    String(total(bar)),
    ...kinds.map((kind) => String(bar.counts.get(kind) ?? 0)),
  ]);
  return [["period", "records", ...kinds], ...rows];
}
