// The page of the search in a publication: what the address asks for, found among the names.
import { button, element, entityPage } from "../page.ts";
import { say } from "../words.ts";
import { named, type Named } from "./names.ts";

const AT_FIRST = 12;

/** Fills a place of the page with what is named like `q` in its address. */
export async function search(place: HTMLElement): Promise<void> {
  const q = (new URLSearchParams(location.search).get("q") ?? "").trim();
  if (!q) return;
  const field = document.querySelector<HTMLInputElement>("input[data-suggest]");
  if (field) field.value = q;
  place.replaceChildren(element("p", { class: "note", role: "status" }, say("loading")));
  try {
    const found = await named(q);
    const count = element("p", { class: "note", role: "status", "data-found": found.length });
    count.textContent = found.length ? say("suggestions", { n: found.length }) : say("nothing", { text: q });
    place.replaceChildren(count, ...byKind(found));
  } catch (error) {
    place.replaceChildren(element("p", { class: "problem", role: "alert" }, say("failed", { why: (error as Error).message })));
  }
}

function byKind(found: readonly Named[]): HTMLElement[] {
  const kinds = new Map<string, Named[]>();
  for (const one of found) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds].map(([kind, those]) => {
    const heading = element("h2", {}, `${kind} `, element("span", { class: "count" }, String(those.length)));
    const list = element("ul", { class: "records" }, ...those.slice(0, AT_FIRST).map(line));
    const section = element("section", {}, heading, list);
    const rest = those.slice(AT_FIRST);
    if (rest.length) {
      const more = button(say("moreRows", { n: rest.length }), () => {
        list.append(...rest.map(line));
        more.remove();
      });
      section.append(more);
    }
    return section;
  });
}

function line({ id, label, day }: Named): HTMLElement {
  return element("li", {}, element("span", { class: "date" }, day), " ", element("a", { href: entityPage(id) }, label));
}
