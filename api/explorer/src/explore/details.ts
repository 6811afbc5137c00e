// What was chosen in the network: what it is, what can be done with it, and the path from it to another one.
import { button, element, entityPage, kindName, LANG, PUBLISHED, ROOT } from "../page.ts";
import { shortest } from "../published/paths.ts";
import { read } from "../rest/client.ts";
import { say } from "../words.ts";
import type { Dataset, Node } from "./dataset.ts";
import type { Network } from "./network.ts";
import type { Standing } from "./standing.ts";

interface Paths {
  length: number | null;
  paths: {
    entities: { id: string; label: string }[];
    hops: { links: { field: string; date?: string; evidence: string[] }[] }[];
  }[];
}

/** The panel beside the network; it is empty while nothing is chosen. */
export function details(data: Dataset, standing: Standing, drawn: Network): HTMLElement {
  const panel = element("aside", { class: "details", "aria-live": "polite", "aria-label": say("record") });
  let last: string | undefined;
  standing.with(() => {
    const node = standing.chosen === undefined ? undefined : data.nodes.get(standing.chosen);
    panel.hidden = !node;
    if (!node) panel.replaceChildren();
    else if (node.id !== last || !standing.path.size) panel.replaceChildren(...told(data, node, standing));
    if (node && node.id !== last) approach(drawn, node.id);
    last = node?.id;
  });
  return panel;
}

function approach(drawn: Network, id: string): void {
  const place = drawn.getNodeDisplayData(id);
  const camera = drawn.getCamera();
  if (!place) return;
  const at = drawn.framedGraphToViewport(place);
  const { width, height } = drawn.getDimensions();
  const outside = at.x < 0 || at.y < 0 || at.x > width || at.y > height;
  if (outside) void camera.animate({ x: place.x, y: place.y });
}

function told(data: Dataset, node: Node, standing: Standing): HTMLElement[] {
  const heading = element("h3", {}, element("a", { href: entityPage(node.id) }, node.label));
  const about = [kindName(node.kind), node.date, node.place].filter(Boolean).join(" · ");
  const acts = element(
    "p",
    { class: "acts" },
    button(say("expand"), () => standing.expand(node.id), { class: "plain" }),
    button(say(standing.pinned.has(node.id) ? "unpin" : "pin"), () => standing.pin(node.id), { class: "plain" }),
    button(say("hide"), () => standing.hide(node.id), { class: "plain" }),
  );
  return [heading, element("p", { class: "quiet" }, about), acts, pathFinder(data, node, standing)];
}

function pathFinder(data: Dataset, node: Node, standing: Standing): HTMLElement {
  const list = element("datalist", { id: "path-ends" });
  const ids = new Map([...data.nodes.values()].map(({ id, label }) => [label, id]));
  const field = element("input", { list: list.id, size: 18 });
  field.addEventListener(
    "focus",
    () => list.childElementCount || list.append(...[...ids.keys()].map((value) => element("option", { value }))),
  );
  const found = element("div", { class: "path" });
  field.addEventListener("change", async () => {
    const other = ids.get(field.value);
    if (!other) return;
    found.replaceChildren(element("p", {}, say("loading")));
    try {
      const asked = { from: node.id, to: other, limit: 1, ...(LANG === "ru" ? { lang: "ru" } : {}) };
      const paths = PUBLISHED === undefined ? await read<Paths, "/v1/paths">("/v1/paths", asked) : here(data, node.id, other);
      found.replaceChildren(...chain(paths));
      standing.follow(paths.paths[0]?.entities.map(({ id }) => id) ?? []);
    } catch (error) {
      found.replaceChildren(element("p", {}, say("failed", { why: (error as Error).message })));
    }
  });
  return element("div", {}, element("label", {}, `${say("between")} `, field), list, found);
}

/** A shortest path in what is loaded, told as the service tells one. */
function here(data: Dataset, from: string, to: string): Paths {
  const steps = shortest(data, from, to);
  if (!steps.length) return { length: null, paths: [] };
  const entities = steps.map(({ id }) => data.nodes.get(id)!);
  const hops = steps.flatMap(({ edge }) => (edge ? [{ links: [{ field: edge.kind, evidence: [] }] }] : []));
  return { length: hops.length, paths: [{ entities, hops }] };
}

/** The chain, each step with links to the claims that bear it out. */
function chain({ paths }: Paths): HTMLElement[] {
  const [path] = paths;
  if (!path) return [element("p", {}, say("noPath"))];
  const steps = path.entities.map((entity, place) => {
    const step = element("li", {}, element("a", { href: entityPage(entity.id) }, entity.label));
    const link = path.hops[place - 1]?.links[0];
    if (link) {
      const claims = link.evidence
        .slice(0, 3)
        .map((claim, at) => element("a", { href: `${ROOT}v1/claims/${claim}` }, `[${at + 1}]`));
      step.prepend(element("small", {}, [link.field, link.date].filter(Boolean).join(", "), " ", ...claims), " ");
    }
    return step;
  });
  return [element("p", {}, say(PUBLISHED === undefined ? "pathFound" : "pathHere", { n: path.hops.length })), element("ol", {}, ...steps)];
}
