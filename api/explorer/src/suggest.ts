// Suggestions while a search is typed: names in any script, from the service's own index.
import { calmly, element, entityPage, PUBLISHED } from "./page.ts";
import { read } from "./rest/client.ts";
import { say } from "./words.ts";

interface Found {
  items: { id: string; label: string; kind: string }[];
}

/** Where names are looked up, the likeliest first, and how many of each are offered. Sources are found by a search. */
const LISTS = [
  ["/v1/actors", 6],
  ["/v1/events", 3],
  ["/v1/documents", 3],
  ["/v1/places", 2],
] as const;
const OFFERED = LISTS.reduce((sum, [, limit]) => sum + limit, 0);
let made = 0;

async function offered(q: string): Promise<Found> {
  if (PUBLISHED !== undefined) {
    const { named } = await import("./published/names.ts");
    return { items: (await named(q)).slice(0, OFFERED) };
  }
  const found = await Promise.all(
    LISTS.map(([list, limit]) => read<Found, typeof list>(list, { q, limit, sort: "-date" })),
  );
  return { items: found.flatMap(({ items }) => items) };
}

/** Turns a search field into a combobox (WAI-ARIA 1.2) with a list below it. Enter without a choice searches as before. */
export function suggest(input: HTMLInputElement): void {
  const list = element("ul", { class: "suggestions", role: "listbox", id: `suggestions-${made++}`, hidden: true });
  list.setAttribute("aria-label", say("suggestions", { n: "" }));
  const told = element("span", { class: "unseen", role: "status" });
  input.after(list, told);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
  let chosen = -1;
  let asked = "";

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = (found: Found) => {
    list.replaceChildren(
      ...found.items.map((one, place) => {
        const link = element(
          "a",
          { href: entityPage(one.id), tabindex: -1 },
          one.label,
          " ",
          element("small", {}, one.kind),
        );
        return element("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" }, link);
      }),
    );
    chosen = -1;
    list.hidden = !found.items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = say("suggestions", { n: found.items.length });
  };
  const choose = (place: number) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen]!.id);
  };
  const ask = calmly(async () => {
    const q = input.value.trim();
    asked = q;
    if (q.length < 2) return close();
    try {
      const found = await offered(q);
      if (asked === q && document.activeElement === input) show(found);
    } catch {
      close(); // the form still searches, and says what is wrong
    }
  });

  input.addEventListener("input", ask);
  input.addEventListener("blur", () => setTimeout(close, 200));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      list.children[chosen]!.querySelector("a")!.click();
    }
  });
}
