// The controls of the filter, above the views that follow it.
import { button, calmly, element, kindName } from "../page.ts";
import { say } from "../words.ts";
import { NO_FILTER } from "./filter.ts";
import type { Shown } from "./shown.ts";

/** The controls: dates, kinds, actors, sources, and how many records pass. */
export function filterBar(shown: Shown): HTMLElement {
  const form = element("form", { class: "narrowing", role: "search", "aria-label": say("filter") });
  form.addEventListener("submit", (event) => event.preventDefault());
  const count = element("output", { class: "count", "aria-live": "polite" });
  const clear = button(say("clear"), () => shown.change(NO_FILTER), { class: "plain" });
  form.append(
    dateField(shown, "since"),
    dateField(shown, "until"),
    kinds(shown),
    actors(shown),
    sources(shown),
    clear,
    count,
  );
  shown.with(({ records, data }) => {
    count.textContent = say("count", { n: records.length, all: data.records.length });
    count.dataset.records = String(records.length);
  });
  return form;
}

function dateField(shown: Shown, name: "since" | "until"): HTMLElement {
  const field = element("input", {
    name,
    size: 10,
    title: "2024, 2024-08, 2024-08-09",
    pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?",
    inputmode: "numeric",
    autocomplete: "off",
  });
  const take = calmly(() => field.validity.valid && shown.change({ [name]: field.value.trim() }), 300);
  field.addEventListener("input", take);
  shown.with(({ filter }) => {
    if (document.activeElement !== field) field.value = filter[name];
  });
  return element("label", {}, `${say(name)} `, field);
}

function kinds(shown: Shown): HTMLElement {
  const counts = new Map<string, number>();
  for (const record of shown.data.records) counts.set(record.kind, (counts.get(record.kind) ?? 0) + 1);
  const options = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([kind, count]) => ({ id: kind, label: kindName(kind), count }));
  return choices(shown, "kinds", options);
}

function sources(shown: Shown): HTMLElement {
  const counts = new Map<string, number>();
  for (const record of shown.data.records) {
    for (const source of record.sources ?? []) counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  const options = [...counts]
    .sort(([one, n], [other, m]) => m - n || one.localeCompare(other))
    .map(([id, count]) => ({ id, label: id, count }));
  return search(shown, "sources", options);
}

function actors(shown: Shown): HTMLElement {
  const options = shown.data.actors.map(({ id, label }) => ({ id, label, count: shown.data.edgesOf(id).length }));
  return search(shown, "actors", options);
}

interface Option {
  id: string;
  label: string;
  count: number;
}

/** Few values: a box for each, folded. */
function choices(shown: Shown, name: "kinds", options: readonly Option[]): HTMLElement {
  const boxes = options.map(({ id, label, count }) => {
    const box = element("input", { type: "checkbox", value: id });
    box.addEventListener("change", () =>
      shown.change({ [name]: boxes.filter(([, one]) => one.checked).map(([, one]) => one.value) }),
    );
    return [element("label", {}, box, ` ${label} `, element("small", {}, String(count))), box] as const;
  });
  const summary = element("summary", {}, say(name));
  shown.with(({ filter }) => {
    for (const [, box] of boxes) box.checked = filter[name].includes(box.value);
    summary.textContent = filter[name].length ? `${say(name)}: ${filter[name].length}` : say(name);
  });
  return element("details", { class: "choices" }, summary, element("div", {}, ...boxes.map(([label]) => label)));
}

/** Many values: a field that completes, and a button for each that was chosen, which takes it away. */
function search(shown: Shown, name: "actors" | "sources", options: readonly Option[]): HTMLElement {
  const byName = new Map(options.map((option) => [shownName(option, options), option.id]));
  const list = element("datalist", { id: `filter-${name}` });
  // The list is long and seldom opened, so it is made when it is first needed.
  const fill = () =>
    list.childElementCount || list.append(...[...byName.keys()].map((value) => element("option", { value })));
  const field = element("input", { list: list.id, size: 18, autocomplete: "off" });
  field.addEventListener("focus", fill);
  field.addEventListener("change", () => {
    const id = byName.get(field.value);
    if (!id) return;
    field.value = "";
    shown.change({ [name]: [...new Set([...shown.filter[name], id])] });
  });
  const chosen = element("span", { class: "chosen" });
  const labels = new Map(options.map(({ id, label }) => [id, label]));
  shown.with(({ filter }) => {
    chosen.replaceChildren(
      ...filter[name].map((id) =>
        button(`${labels.get(id) ?? id} ×`, () => shown.change({ [name]: filter[name].filter((one) => one !== id) }), {
          class: "plain",
        }),
      ),
    );
  });
  return element("span", { class: "search" }, element("label", {}, `${say(name)} `, field), list, chosen);
}

function shownName({ id, label }: Option, options: readonly Option[]): string {
  return options.some((other) => other.label === label && other.id !== id) ? `${label} (${id})` : label;
}
