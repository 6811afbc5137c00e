// What the views of a page show: the data, the filter, and the records that pass. Views are told when that changes.
import type { Dataset, Node } from "./dataset.ts";
import { type Filter, filterIn, fragmentOf, passing } from "./filter.ts";

type View = (shown: Shown) => void;

export class Shown {
  filter: Filter;
  records: Node[];
  private readonly views: View[] = [];

  constructor(
    readonly data: Dataset,
    readonly source: string,
  ) {
    this.filter = filterIn(location.hash);
    this.records = passing(data, this.filter);
    addEventListener("hashchange", () => this.take(filterIn(location.hash)));
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
    history.replaceState(null, "", `${location.pathname}${location.search}${fragment ? `#${fragment}` : ""}`);
    this.take(filter);
  }

  private take(filter: Filter): void {
    this.filter = filter;
    this.records = passing(this.data, filter);
    for (const view of this.views) view(this);
  }
}
