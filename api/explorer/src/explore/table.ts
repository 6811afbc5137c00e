// The table: the twin of every view, for reading, sorting and copying.
import { button, element, entityPage, kindName } from "../page.ts";
import { say } from "../words.ts";
import type { Dataset, Node } from "./dataset.ts";
import { downloads } from "./downloads.ts";
import type { Shown } from "./shown.ts";

const AT_FIRST = 100;
const COLUMNS = ["date", "kind", "record", "who", "place", "sources"] as const;
type Column = (typeof COLUMNS)[number];

/** Puts the table into its section. */
export function table(section: HTMLElement, shown: Shown): void {
  let order: { column: Column; down: boolean } = { column: "date", down: true };
  let most = AT_FIRST;
  const body = element("tbody");
  const more = button("", () => {
    most *= 10;
    fill();
  });
  const heads = COLUMNS.map((column) => {
    const sort = button(say(column), () => {
      order = { column, down: order.column === column ? !order.down : false };
      fill();
    });
    return element("th", { scope: "col" }, sort);
  });
  const fill = () => {
    const rows = sorted(shown.data, shown.records, order.column, order.down);
    body.replaceChildren(...rows.slice(0, most).map((record) => row(shown.data, record)));
    more.hidden = rows.length <= most;
    more.textContent = say("moreRows", { n: Math.min(rows.length - most, most * 9) });
    heads.forEach((head, place) => {
      const own = COLUMNS[place] === order.column;
      head.setAttribute("aria-sort", own ? (order.down ? "descending" : "ascending") : "none");
    });
    section.dataset.count = String(rows.length);
  };
  const frame = element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": say("table") });
  frame.append(element("table", { class: "records" }, element("thead", {}, element("tr", {}, ...heads)), body));
  section.append(
    frame,
    more,
    downloads(shown, () => cells(shown), "table"),
  );
  shown.with(fill);
}

function row(data: Dataset, record: Node): HTMLTableRowElement {
  const who = data
    .actorsOf(record)
    .flatMap((actor, place) => [place ? ", " : "", element("a", { href: entityPage(actor.id) }, actor.label)]);
  const name = element("a", { href: entityPage(record.id) }, record.label);
  return element(
    "tr",
    {},
    element("td", {}, element("time", {}, record.date ?? "")),
    element("td", {}, kindName(record.kind)),
    element("th", { scope: "row" }, name),
    element("td", {}, ...who),
    element("td", {}, record.place ?? ""),
    element("td", { class: "number" }, String(record.sources?.length ?? 0)),
  );
}

function value(data: Dataset, record: Node, column: Column): string {
  switch (column) {
    case "date":
      return record.earliest ?? "";
    case "kind":
      return record.kind;
    case "record":
      return record.label;
    case "who":
      return String(data.actorsOf(record).length).padStart(4, "0");
    case "place":
      return record.place ?? "";
    case "sources":
      return String(record.sources?.length ?? 0).padStart(4, "0");
  }
}

function sorted(data: Dataset, records: readonly Node[], column: Column, down: boolean): Node[] {
  const keyed = records.map((record) => [value(data, record, column), record] as const);
  const sign = down ? -1 : 1;
  keyed.sort(([one], [other]) => sign * one.localeCompare(other));
  return keyed.map(([, record]) => record);
}

/** The rows of the table as texts, below the names of the columns. */
function cells({ data, records }: Shown): string[][] {
  const rows = records.map((record) => [
    record.id,
    record.date ?? "",
    record.earliest ?? "",
    record.latest ?? "",
    record.kind,
    record.label,
    data
      .actorsOf(record)
      .map((actor) => actor.id)
      .join(" "),
    record.place ?? "",
    (record.sources ?? []).join(" "),
  ]);
  return [["id", "date", "earliest", "latest", "kind", "label", "actors", "place", "sources"], ...rows];
}
