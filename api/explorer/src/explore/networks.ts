// The choice between the records with who took part, and the networks that the service makes of them.
import { element, PUBLISHED } from "../page.ts";
import { load } from "../rest/client.ts";
import { say } from "../words.ts";
import { Dataset, type Told } from "./dataset.ts";
import { exported } from "./downloads.ts";
import { network } from "./network.ts";
import { Shown } from "./shown.ts";

const VIEW = /\/([\w-]+)\.nodelink\.json/;

/** Draws the network into its section, with a choice of the views that the page offers in its form. */
export function networks(section: HTMLElement, shown: Shown): void {
  const [, own] = VIEW.exec(shown.source)!;
  const choice = element("select", { name: "network" });
  for (const { value, text } of document.querySelectorAll<HTMLOptionElement>(
    'form[data-replaced] select[name="view"] option',
  )) {
    choice.append(element("option", { value, selected: value === own }, text));
  }
  const records = element("div");
  const projected = element("div", { hidden: true });
  if (choice.options.length > 1) section.append(element("p", {}, element("label", {}, `${say("network")} `, choice)));
  section.append(records, projected);
  network(records, shown);
  let end: (() => void) | undefined;
  const draw = async () => {
    const ours = choice.value === own || !choice.value;
    records.hidden = !ours;
    projected.hidden = ours;
    end?.();
    end = undefined;
    projected.replaceChildren();
    if (!ours) end = await project(projected, shown, choice.value, () => choice.value);
  };
  choice.addEventListener("change", () => void draw());
  shown.with(() => {
    section.dataset.count = String(shown.records.length);
    if (!projected.hidden) void draw();
  });
}

/** Draws a view that the service makes of what passes; nothing where another was chosen meanwhile. */
async function project(
  place: HTMLElement,
  shown: Shown,
  view: string,
  chosen: () => string,
): Promise<(() => void) | undefined> {
  const source = exported(shown, "nodelink.json").replace(VIEW, `/${view}.nodelink.json`);
  const follows = say(PUBLISHED === undefined ? "projected" : "projectedWhole");
  place.append(element("p", { class: "note" }, say("loading")));
  try {
    const told = await load<Told>(source);
    if (chosen() !== view) return undefined;
    place.replaceChildren(element("p", { class: "quiet" }, `${told.graph.rule ?? ""} ${follows}`));
    return network(place, new Shown(new Dataset(among(told, shown.filter.actors)), source));
  } catch (error) {
    place.replaceChildren(
      element("p", { class: "problem", role: "alert" }, say("failed", { why: (error as Error).message })),
    );
    return undefined;
  }
}

/** The ties of some actors, all where none were chosen. */
function among(told: Told, actors: readonly string[]): Told {
  if (!actors.length) return told;
  const edges = told.edges.filter(({ source, target }) => actors.includes(source) || actors.includes(target));
  const ends = new Set(edges.flatMap(({ source, target }) => [source, target]));
  return { ...told, edges, nodes: told.nodes.filter(({ id }) => ends.has(id)) };
}
