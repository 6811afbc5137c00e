// Which nodes stand in the network: what the filter lets through, and what somebody expanded, pinned or hid.
import type { Node } from "./dataset.ts";
import type { Shown } from "./shown.ts";

export class Standing {
  readonly pinned = new Set<string>();
  chosen: string | undefined;
  /** The nodes of the path that was asked for, in order. */
  path: ReadonlySet<string> = new Set();
  private visible = new Set<string>();
  private around = new Set<string>();
  private readonly expanded = new Set<string>();
  private readonly hidden = new Set<string>();
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly shown: Shown) {
    shown.with(() => this.changed());
  }

  /** Calls now and after every change. */
  with(listener: () => void): void {
    this.listeners.push(listener);
    listener();
  }

  isShown(id: string): boolean {
    return this.visible.has(id);
  }

  /** Whether a node steps back because another one, with its neighbours, was chosen. */
  isFaint(id: string): boolean {
    if (this.path.size) return !this.path.has(id);
    return this.chosen !== undefined && this.chosen !== id && !this.around.has(id);
  }

  /** Whether two nodes follow each other on the path. */
  onPath(one: string, other: string): boolean {
    if (!this.path.size) return false;
    const steps = [...this.path];
    return this.path.has(one) && this.path.has(other) && Math.abs(steps.indexOf(one) - steps.indexOf(other)) === 1;
  }

  get nodes(): Node[] {
    return [...this.visible].map((id) => this.shown.data.nodes.get(id)!);
  }

  get counts(): { records: number; nodes: number; edges: number } {
    const { data } = this.shown;
    const edges = data.edges.filter((edge) => this.isShown(edge.source) && this.isShown(edge.target)).length;
    const records = [...this.visible].filter((id) => data.isRecord(id)).length;
    return { records, nodes: this.visible.size, edges };
  }

  choose(id: string | undefined): void {
    this.chosen = id;
    this.path = new Set();
    this.changed();
  }

  /** Show the neighbours of a node, whatever the filter says. */
  expand(id: string): void {
    this.expanded.add(id);
    this.changed();
  }

  /** Keep a node whatever the filter says, and let it be moved; or no longer. */
  pin(id: string): void {
    if (!this.pinned.delete(id)) this.pinned.add(id);
    this.changed();
  }

  hide(id: string): void {
    this.hidden.add(id);
    this.choose(undefined);
  }

  follow(path: readonly string[]): void {
    this.path = new Set(path);
    this.changed();
  }

  /** As the filter alone has it. */
  reset(): void {
    for (const set of [this.pinned, this.expanded, this.hidden]) set.clear();
    this.choose(undefined);
  }

  private neighbours(id: string): string[] {
    return this.shown.data.edgesOf(id).map((edge) => (edge.source === id ? edge.target : edge.source));
  }

  private changed(): void {
    const { data, records } = this.shown;
    const seen = new Set(records.flatMap((record) => [record.id, ...data.actorsOf(record).map((actor) => actor.id)]));
    for (const id of this.expanded) for (const other of [id, ...this.neighbours(id)]) seen.add(other);
    for (const id of [...this.pinned, ...this.path]) if (data.nodes.has(id)) seen.add(id);
    for (const id of this.hidden) seen.delete(id);
    this.visible = seen;
    this.around = new Set(this.chosen === undefined ? [] : this.neighbours(this.chosen));
    for (const listener of this.listeners) listener();
  }
}
