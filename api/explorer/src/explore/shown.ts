// What the views of a page show: the data, the filter, and the records that pass. Views are told when that changes.
import type { Dataset, Node } from "./dataset.ts";
import { type Filter, filterIn, fragmentOf, NO_FILTER, passing } from "./filter.ts";

type View = (shown: Shown) => void;

export class Shown {
  filter: Filter;
  records: Node[];
  private readonly views: View[] = [];

  /** `source` is the address of the data; what is drawn of answers has none. Of the views of a page, the address `keeps` the filter. */
  constructor(
    readonly data: Dataset,
    readonly source = "",
    readonly keeps = false,
  ) {
    // A link without scripts in mind has the dates in its query.
    this.filter = keeps ? filterIn(location.hash || location.search) : NO_FILTER;
    this.records = passing(data, this.filter);
    if (keeps) addEventListener("hashchange", () => this.take(filterIn(location.hash)));
  }

  /** Call a view now and after every change. */
  with(view: View): void {
    this.views.push(view);
    view(this);
  }

  /** Change parts of the filter; the address follows. */
  change(changes: Partial<Filter>): void {
    const filter = { ...this.filter, ...changes };
    const fragment = fragmentOf(filter);
    if (fragment === fragmentOf(this.filter)) return;
    if (this.keeps) history.replaceState(null, "", addressed(fragment));
    this.take(filter);
  }

  private take(filter: Filter): void {
    this.filter = filter;
    this.records = passing(this.data, filter);
    for (const view of this.views) view(this);
  }
}

/** This page with the filter in its fragment alone. */
function addressed(fragment: string): string {
  const query = new URLSearchParams(location.search);
  for (const name of ["since", "until", "view"]) query.delete(name);
  const asked = query.toString();
  return `${location.pathname}${asked ? `?${asked}` : ""}${fragment ? `#${fragment}` : ""}`;
}
