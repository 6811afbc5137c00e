// The views of a page: loads their data once, puts the filter above them and each view into its section.
import { element } from "../page.ts";
import { say } from "../words.ts";
import { dataset } from "./dataset.ts";
import { filterBar } from "./filterbar.ts";
import { Shown } from "./shown.ts";

type Draw = (section: HTMLElement, shown: Shown) => void;

const VIEWS: Record<string, () => Promise<Draw>> = {
  network: async () => (await import("./networks.ts")).networks,
  map: async () => (await import("./map.ts")).map,
  timeline: async () => (await import("./timeline.ts")).timeline,
  table: async () => (await import("./table.ts")).table,
};

const NETWORK = /\.nodelink\.json(\?|$)/;

/** Draws the views in sections with `data-view` whose `data-source` is a network; those of one source share data and filter. */
export async function explore(sections: readonly HTMLElement[]): Promise<void> {
  const sources = new Map<string, HTMLElement[]>();
  for (const section of sections) {
    const source = section.dataset.source!;
    if (!NETWORK.test(source)) continue;
    sources.set(source, [...(sources.get(source) ?? []), section]);
  }
  await Promise.all([...sources].map(([source, own]) => show(source, own)));
}

async function show(source: string, sections: readonly HTMLElement[]): Promise<void> {
  const note = element("p", { class: "note", role: "status" }, say("loading"));
  sections[0]!.before(note);
  try {
    const loading = sections.map((section) => VIEWS[section.dataset.view!]?.());
    const shown = new Shown(await dataset(source), source, true);
    note.replaceWith(filterBar(shown));
    for (const [place, draw] of (await Promise.all(loading)).entries()) {
      const heading = emptied(sections[place]!);
      draw?.(sections[place]!, shown);
      if (heading) sections[place]!.prepend(heading);
    }
    document.querySelector("form[data-replaced]")?.remove();
    document.documentElement.dataset.views = "drawn";
  } catch (error) {
    note.textContent = say("failed", { why: error instanceof Error ? error.message : String(error) });
  }
}

/** Takes away what stood in a section for readers without scripts. Its heading stays on top, with the name of the view, and is handed back. */
function emptied(section: HTMLElement): Element | null {
  const heading = section.querySelector(":scope > h2");
  if (heading) heading.textContent = say(section.dataset.view as "network" | "map" | "timeline" | "table");
  for (const child of [...section.children]) if (child !== heading) child.remove();
  return heading;
}
