// The SPARQL page: an editor in place of the text field, and answers below it without leaving the page.
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";

import { button, element } from "../page.ts";
import { say } from "../words.ts";
import { type Asked, overHttp } from "./answer.ts";
import { completeTerms } from "./completion.ts";
import { showing } from "./results.ts";
import { SNIPPETS } from "./snippets.ts";

/** Makes the form of the page an editor. What it sends where stays as the form says. */
export async function edit(form: HTMLFormElement): Promise<void> {
  const field = form.querySelector("textarea")!;
  const endpoint = new URL(form.action);
  const place = element("div", { class: "yasqe-place" });
  field.before(place);
  const note = element("p", { class: "note", role: "status", "data-store": true });
  const asked = form.dataset.dump ? await stored(form.dataset.dump, note) : overHttp(endpoint);
  completeTerms(asked);
  const editor = new Yasqe(place, {
    value: new URLSearchParams(location.search).get("query") ?? field.value,
    persistenceId: null,
    showQueryButton: false,
    resizeable: false,
    // It grows with the query.
    editorHeight: "auto",
    viewportMargin: Infinity,
    lineWrapping: true,
    consumeShareLink: null,
    createShareableLink: (own: Yasqe) => addressOf(own.getValue()),
    // The service knows its prefixes without their being declared, and says what is wrong.
    syntaxErrorCheck: false,
    // Tab leaves the field, as it does everywhere else on the page.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": () => form.requestSubmit() },
  });
  const label = form.querySelector(`label[for="${field.id}"]`)?.textContent ?? "SPARQL";
  editor.getInputField().setAttribute("aria-label", label);
  field.hidden = true;
  field.required = false;
  editor.on("change", () => (field.value = editor.getValue()));
  const results = element("section", { class: "results", "aria-live": "polite" });
  form.after(
    form.dataset.dump ? note : snippets(() => editor.getValue(), endpoint),
    results,
  );
  const format = form.querySelector("select");
  format?.closest("span")?.remove();

  const stop = button(say("stop"), () => running?.abort(), { hidden: true, "data-stop": true });
  form.querySelector("button:not([type])")?.after(" ", stop);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run(editor.getValue(), asked, results, stop);
  });
  if (new URLSearchParams(location.search).has("query")) form.requestSubmit();
}

/** The store of a publication, which this browser loads. */
async function stored(dump: string, note: HTMLElement): Promise<Asked> {
  const { inBrowser } = await import("../published/store.ts");
  const prefixes = JSON.parse(document.getElementById("known-prefixes")?.textContent ?? "{}") as Record<string, string>;
  const prologue = Object.entries(prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`);
  return inBrowser(new URL(dump, document.baseURI).href, prologue.join(" "), (line) => (note.textContent = line));
}

let running: AbortController | undefined;

async function run(query: string, asked: Asked, results: HTMLElement, stop: HTMLElement): Promise<void> {
  running?.abort();
  const own = (running = new AbortController());
  results.replaceChildren(element("p", { class: "note" }, say("running")));
  stop.hidden = false;
  remember(query);
  try {
    results.replaceChildren(...showing(await asked(query, own.signal)));
  } catch (error) {
    const aborted = error instanceof DOMException && error.name === "AbortError";
    // Another query that took this one's place says itself how it goes.
    if (aborted && running === own) results.replaceChildren(element("p", { class: "note" }, say("stopped")));
    if (!aborted) results.replaceChildren(element("pre", { class: "problem", role: "alert" }, (error as Error).message));
  } finally {
    if (running === own) stop.hidden = true;
  }
}

/** The address of the page names the query, so that it can be sent to others. */
function remember(query: string): void {
  history.replaceState(null, "", addressOf(query));
}

function addressOf(query: string): string {
  const address = new URL(location.href);
  address.searchParams.delete("example");
  address.searchParams.set("query", query);
  return address.href;
}

function snippets(query: () => string, endpoint: URL): HTMLElement {
  const told = element("span", { role: "status" });
  const line = element("p", { class: "copying" }, `${say("copyAs")} `);
  for (const [name, written] of Object.entries(SNIPPETS)) {
    const copy = async () => {
      const text = written(query(), endpoint.href);
      try {
        await navigator.clipboard.writeText(text);
        told.textContent = say("copied");
      } catch {
        // Without the right to the clipboard the text is shown, to be copied by hand.
        line.after(element("pre", {}, text));
      }
    };
    line.append(
      button(name, () => void copy(), { class: "plain" }),
      " ",
    );
  }
  line.append(told);
  return line;
}
