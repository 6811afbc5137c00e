// What a view offers as files: its records as CSV, the network for Gephi, the picture.
import { button, element, PUBLISHED } from "../page.ts";
import { viewFile } from "../published/files.ts";
import { say } from "../words.ts";
import type { Shown } from "./shown.ts";

const VIEW = /([\w-]+)\.nodelink\.json/;
const PLAIN = { class: "plain" };

/** A picture that can be saved. */
export interface Picture {
  svg?: () => string;
  png: () => Promise<Blob>;
}

/** The line of downloads below a view. `cells` are the rows of its table, names of columns first. */
export function downloads(shown: Shown, cells: () => string[][], name: string, picture?: Picture): HTMLElement {
  const file = (suffix: string) =>
    `${["cagraph", name, shown.data.version.slice(0, 12)].filter(Boolean).join("-")}.${suffix}`;
  const line = element("p", { class: "downloads" }, `${say("download")}: `);
  line.append(
    button("CSV", () => save(new Blob([csv(cells())], { type: "text/csv;charset=utf-8" }), file("csv")), PLAIN),
  );
  if (shown.source) line.append(...forGephi(shown));
  const { svg, png } = picture ?? {};
  if (png)
    line.append(
      " · ",
      button("PNG", () => void png().then((blob) => save(blob, file("png"))), PLAIN),
    );
  if (svg)
    line.append(
      " · ",
      button("SVG", () => save(new Blob([svg()], { type: "image/svg+xml" }), file("svg")), PLAIN),
    );
  return line;
}

function forGephi(shown: Shown): (HTMLElement | string)[] {
  const gexf = element("a", { download: "" }, "GEXF");
  const lite = element("a", { rel: "external noopener", target: "_blank" }, say("gephiLite"));
  shown.with(() => {
    gexf.href = exported(shown, "gexf");
    lite.href = gephiLite(new URL(gexf.href, location.href));
  });
  return [" · ", gexf, " · ", lite];
}

/** The address of the network in another format, with the dates and kinds of the filter, which the service knows too; a publication has all of it. */
export function exported({ source, filter }: Shown, suffix: string): string {
  if (PUBLISHED !== undefined) return viewFile(VIEW.exec(source)![1]!, suffix);
  const [path, query] = source.split("?");
  const given = new URLSearchParams(query);
  if (filter.since) given.set("since", filter.since);
  if (filter.until) given.set("until", filter.until);
  if (filter.kinds.length) given.set("kinds", filter.kinds.join(","));
  const asked = given.toString().replaceAll("%2C", ",");
  return `${path!.replace(/\.nodelink\.json$/, `.${suffix}`)}${asked ? `?${asked}` : ""}`;
}

/** Gephi Lite goes by what an address ends in, so the name of the file stands there again. */
function gephiLite(file: URL): string {
  const name = file.pathname.slice(file.pathname.lastIndexOf("/") + 1);
  const address = file.search ? `${file.href}&name=${name}` : file.href;
  return `https://gephi.org/gephi-lite/?file=${encodeURIComponent(address)}`;
}

// What spreadsheets take for the beginning of a formula (OWASP, CSV injection); the service guards its own in this way.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;

/** Rows as CSV for spreadsheets: no text is taken for a formula. */
export function csv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const guarded = FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Lets the browser save a file. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
