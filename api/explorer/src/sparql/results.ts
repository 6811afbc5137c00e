// Answers as a table and, where their columns allow it, as a graph, a map or a timeline.
import { button, element, entityPage } from "../page.ts";
import { say } from "../words.ts";
import { csv, save } from "../explore/downloads.ts";
import type { Answer, Term } from "./answer.ts";
import { drawable, type Manner } from "./drawable.ts";

const AT_FIRST = 200;
const ENTITY = /^https:\/\/w3id\.org\/cagraph\/id\/([^/?#]+)$/;

/** The elements that show an answer. */
export function showing(answer: Answer): HTMLElement[] {
  if (answer.truth !== undefined) return [element("p", { class: "truth" }, String(answer.truth))];
  const stage = element("div", { class: "drawn" });
  const manners = [...drawable(answer)];
  const choose = (name: string, fill: () => void) => {
    const tab = button(
      name,
      () => {
        for (const other of bar.children) other.setAttribute("aria-pressed", String(other === tab));
        stage.replaceChildren();
        fill();
      },
      { class: "plain", "aria-pressed": "false" },
    );
    return tab;
  };
  const asTable = choose(say("table"), () => stage.append(...table(answer)));
  const bar = element("p", { class: "manners", role: "group", "aria-label": say("drawAs") }, asTable);
  for (const [manner, shown] of manners) bar.append(choose(say(manner), () => void draw(manner, shown, stage)));
  asTable.click();
  const count = element(
    "p",
    { class: "note", "data-rows": answer.rows.length },
    say("rows", { n: answer.rows.length }),
  );
  return [bar, count, stage];
}

async function draw(
  manner: Manner,
  shown: () => Promise<import("../explore/shown.ts").Shown>,
  stage: HTMLElement,
): Promise<void> {
  const section = element("section", { "data-view": manner });
  stage.append(section);
  const found = await shown();
  if (manner === "graph") (await import("../explore/network.ts")).network(section, found);
  else if (manner === "map") (await import("../explore/map.ts")).map(section, found);
  else (await import("../explore/timeline.ts")).timeline(section, found);
}

function table({ columns, rows }: Answer): HTMLElement[] {
  const body = element("tbody");
  const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)));
  const frame = element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": say("table") });
  frame.append(element("table", {}, element("thead", {}, head), body));
  let most = AT_FIRST;
  const more = button("", () => {
    most *= 10;
    fill();
  });
  const fill = () => {
    body.replaceChildren(
      ...rows
        .slice(0, most)
        .map((row) => element("tr", {}, ...columns.map((name) => element("td", {}, ...cell(row[name]))))),
    );
    more.hidden = rows.length <= most;
    more.textContent = say("moreRows", { n: Math.min(rows.length - most, most * 9) });
  };
  fill();
  const texts = () => [[...columns], ...rows.map((row) => columns.map((name) => row[name]?.value ?? ""))];
  const download = button(
    "CSV",
    () => save(new Blob([csv(texts())], { type: "text/csv;charset=utf-8" }), "cagraph-answer.csv"),
    { class: "plain" },
  );
  return [frame, more, element("p", { class: "downloads" }, `${say("download")}: `, download)];
}

function cell(term: Term | undefined): (Node | string)[] {
  if (!term) return [];
  const [, id] = ENTITY.exec(term.value) ?? [];
  if (term.type === "uri" && id)
    return [element("a", { href: entityPage(decodeURIComponent(id)) }, decodeURIComponent(id))];
  // Only what leads to the web becomes a link, whatever scheme the data hold.
  if (term.type === "uri" && /^https?:\/\//.test(term.value))
    return [element("a", { href: term.value, rel: "external nofollow" }, term.value)];
  const language = term["xml:lang"];
  return [language ? element("span", { lang: language }, term.value) : term.value];
}
