// Which records are looked at: one filter for all views of a page, kept in the fragment of its address.
import type { Dataset, Node } from "./dataset.ts";

export interface Filter {
  /** Dates of any precision, as in REST; empty for none. */
  since: string;
  until: string;
  kinds: readonly string[];
  /** Records that all of these took part in. */
  actors: readonly string[];
  /** Records that rest on one of these. */
  sources: readonly string[];
}

export const NO_FILTER: Filter = { since: "", until: "", kinds: [], actors: [], sources: [] };

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** The filter in a fragment such as `#since=2024&kinds=Meeting,Visit`. What cannot be read is left out. */
export function filterIn(fragment: string): Filter {
  const given = new URLSearchParams(fragment.replace(/^[#?]/, ""));
  const list = (name: string) => (given.get(name) ?? "").split(",").filter(Boolean);
  const date = (name: string) => (DATE.test(given.get(name) ?? "") ? given.get(name)! : "");
  return {
    since: date("since"),
    until: date("until"),
    kinds: list("kinds"),
    actors: list("actors"),
    sources: list("sources"),
  };
}

/** The fragment of a filter, without `#`; empty for none. */
export function fragmentOf(filter: Filter): string {
  const pairs = Object.entries(filter).map(([name, value]) => [name, String(value)] as const);
  return pairs
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`)
    .join("&");
}

/** The records that pass. Those that can have been in the span do; what has no date is in no span, as in the service. */
export function passing(data: Dataset, filter: Filter): Node[] {
  const [first, last] = [filter.since, filter.until ? `${filter.until}~` : ""];
  const kinds = new Set(filter.kinds);
  const sources = new Set(filter.sources);
  return data.records.filter((record) => {
    if (kinds.size && !kinds.has(record.kind)) return false;
    if (sources.size && !record.sources?.some((source) => sources.has(source))) return false;
    if ((first || last) && !(record.earliest && record.latest)) return false;
    // A date begins like the month and year it is in, so texts compare as days do; `~` comes after every digit.
    if (first && record.latest! < first) return false;
    if (last && record.earliest! > last) return false;
    if (!filter.actors.length) return true;
    const there = new Set(data.actorsOf(record).map((actor) => actor.id));
    return filter.actors.every((actor) => there.has(actor));
  });
}
