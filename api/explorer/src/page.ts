// The page that the scripts are on: its language, where the service is mounted, and small pieces of HTML.

const script: string = import.meta.url;

/** Where the service is mounted, ending in a slash: the scripts stand in `static/assets/` below it. */
export const ROOT = new URL("../../", script).pathname;

export const LANG = document.documentElement.lang === "ru" ? "ru" : "en";

/** In a publication, where the pages of this language are, seen from this page; undefined where there is a service. */
export const PUBLISHED = document.documentElement.dataset.published;

/** The page of an entity, in the language of this page. */
export function entityPage(id: string): string {
  if (PUBLISHED !== undefined) return `${PUBLISHED}page/${encodeURIComponent(id)}.html`;
  const lang = new URLSearchParams(location.search).get("lang");
  return `${ROOT}page/${encodeURIComponent(id)}${lang ? `?lang=${encodeURIComponent(lang)}` : ""}`;
}

const called: Record<string, string> = JSON.parse(document.getElementById("kinds")?.textContent ?? "{}");

/** What the page calls a kind, in its language. */
export function kindName(kind: string): string {
  return called[kind] ?? kind;
}

type Attributes = Record<string, string | number | boolean>;
type Child = Node | string;

/** An element of HTML. Texts are texts: nothing that the data hold becomes markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  attach(made, attributes, children);
  return made;
}

/** An element of SVG. */
export function shape<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  attach(made, attributes, children);
  return made;
}

function attach(made: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
}

/** A button that does something. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** Runs `act` once calls have stopped for a while. */
export function calmly<T extends unknown[]>(act: (...given: T) => void, milliseconds = 150): (...given: T) => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return (...given) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => act(...given), milliseconds);
  };
}
