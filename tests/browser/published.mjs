// What people do on a publication. Each scene gets a page, the address of the publication, and that of a service over the
// same data, which the page itself must not ask.
import assert from "node:assert/strict";

import { drawn } from "./chromium.mjs";
import { barriers, count, counts, refused } from "./looks.mjs";

export const ALONE = true;

const PAGES = ["index", "page/KAZ", "list/treaties", "dyad/KAZ/UZB", "search", "sparql-page", "ask", "about", "404"];
const QUERIES = [
  "SELECT ?treaty ?party WHERE { ?treaty a cag:Treaty ; cag:party ?party }",
  "SELECT ?kind (COUNT(?one) AS ?n) WHERE { ?one a ?kind } GROUP BY ?kind",
  'SELECT ?name WHERE { ?one skos:prefLabel ?name FILTER (LANG(?name) = "ru") }',
  "SELECT ?claim ?source WHERE { GRAPH graph:provenance { ?claim cag:source ?source } }",
  "ASK { id:KAZ a cag:State }",
];
// Every five quads against each other: nothing that ends while somebody waits.
const ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
const write = (page, text) =>
  page.evaluate((text) => document.querySelector(".CodeMirror").CodeMirror.setValue(text), text);

async function opened(page, url) {
  await page.goto(`${url}sparql-page.html`);
  await page.waitForSelector(".CodeMirror");
}

/** The rows that the page shows for a query, cell by cell, in order. */
async function rows(page, query) {
  await write(page, query);
  await page.click("form[data-editor] button");
  await page.waitForFunction(
    (text) =>
      new URLSearchParams(location.search).get("query") === text &&
      document.querySelector(".results [data-rows], .results .truth"),
    query,
    { timeout: 120_000 },
  );
  if (await page.isVisible(".results .truth")) return [[await page.textContent(".results .truth")]];
  while (await page.isVisible('.results button:has-text("more")')) await page.click('.results button:has-text("more")');
  const cells = page.locator(".results tbody tr");
  return (await cells.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)))).sort();
}

/** The same as the service has it. */
async function fromService(service, query) {
  const options = { method: "POST", headers: { Accept: "application/sparql-results+json" }, body: new URLSearchParams({ query }) };
  const { head, results, boolean } = await (await fetch(`${service}sparql`, options)).json();
  if (boolean !== undefined) return [[String(boolean)]];
  const shown = (term) => (term?.value ?? "").replace(/^https:\/\/w3id\.org\/cagraph\/id\/([^/?#]+)$/, "$1");
  return results.bindings.map((row) => head.vars.map((name) => shown(row[name]))).sort();
}

/** In the order of a first visit. `options` are those of a browser context. */
export const SCENES = {
  async "a name in Cyrillic leads to the person's page"({ page, url }) {
    await page.goto(url);
    await page.fill("input[data-suggest]", "Токаев");
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/page/*.html");
    assert.match(await page.textContent("h1"), /Tokayev/);
  },

  async "a search finds by the rules of the service"({ page, url, odd }) {
    for (const text of ["Токаев", "qazaqstan", "Sadyr Zhaparov", "treaty", "zzz"]) {
      await page.goto(`${url}page/KAZ.html`);
      await page.fill("input[data-suggest]", text);
      await page.press("input[data-suggest]", "Enter");
      await page.waitForSelector("[data-found]");
      const { total } = await (await fetch(`${odd}v1/entities?q=${encodeURIComponent(text)}&limit=1`)).json();
      assert.equal(Number(await page.getAttribute("[data-found]", "data-found")), total, text);
    }
  },

  async "a fact leads to its source, and what is only claimed is a page further"({ page, url }) {
    await page.goto(`${url}page/kaz-uzb-alliance-2022.html`);
    await page.click("details.why summary");
    await page.click('details.why[open] a[href$=".html"]');
    assert.match(page.url(), /\/page\/.*\.html$/);
    assert.ok((await page.textContent("main")).length > 100);
    await page.goto(`${url}dyad/KAZ/UZB.html`);
    assert.match(await page.textContent("h1"), /Kazakhstan/);
  },

  async "all views follow one filter, which the address keeps"({ page, url }) {
    await page.goto(`${url}explore.html`);
    await drawn(page);
    const [whole] = await counts(page);
    await page.fill('.narrowing input[name="since"]', "2024");
    await page.fill('.narrowing input[name="until"]', "2024");
    await page.waitForURL(/#since=2024&until=2024$/);
    const [network, ...others] = await counts(page);
    assert.ok(network > 0 && network < whole);
    assert.deepEqual(others, [network, network, network]);
    await page.reload();
    await drawn(page);
    assert.deepEqual(await counts(page), [network, network, network, network]);
  },

  async "a path is found in the browser, and another network is a file"({ page, url }) {
    await page.goto(`${url}explore.html`);
    await drawn(page);
    const find = page.locator('[data-view="network"] .tools input');
    await find.fill("Kazakhstan");
    await find.blur();
    await page.fill(".details input", "Uzbekistan");
    await page.locator(".details input").blur();
    await page.waitForSelector(".path ol li >> nth=1");
    await page.selectOption('select[name="network"]', "ties");
    await page.waitForSelector('[data-view="network"] .quiet:has-text("met")');
    const gexf = await page.locator('[data-view="network"] a[href$="/data/ties.gexf"]').getAttribute("href");
    assert.match(await page.evaluate(async (at) => (await fetch(at)).text(), gexf), /<gexf/);
  },

  async "queries are answered in the browser as the service answers them"({ page, url, odd }) {
    await opened(page, url);
    for (const query of QUERIES) assert.deepEqual(await rows(page, query), await fromService(odd, query), query);
    assert.match(await page.textContent("[data-store]"), /statements/);
    const triples = await rows(page, "CONSTRUCT { ?a cag:party ?b } WHERE { ?a cag:party ?b } LIMIT 5");
    assert.equal(triples.length, 5);
    await page.click('.manners button:has-text("Graph")');
    await page.waitForSelector('.results [data-view="graph"] canvas');
  },

  async "a query is stopped, and the next one is answered"({ page, url }) {
    await opened(page, url);
    await rows(page, "SELECT * WHERE { id:KAZ a ?kind }");
    await write(page, ENDLESS);
    await page.click("form[data-editor] button");
    await page.waitForSelector('.results .note:has-text("Running")');
    await page.click("[data-stop]");
    await page.waitForSelector('.results .note:has-text("Stopped")');
    assert.ok((await rows(page, "SELECT * WHERE { id:UZB a ?kind }")).length);
  },

  async "a query that is wrong is told what is wrong"({ page, url }) {
    await opened(page, url);
    await write(page, "SELECT * { ?s foaf:name }");
    await page.click("form[data-editor] button");
    await page.waitForSelector('[role="alert"]');
    const [, column] = /error at 1:(\d+): .*Prefix not found/.exec(await page.textContent('[role="alert"]'));
    assert.ok(column > 10 && column < 28, column);
  },

  async "a query in an address is run"({ page, url }) {
    await page.goto(`${url}sparql-page.html?query=${encodeURIComponent("SELECT * WHERE { id:KAZ a ?kind }")}`);
    await page.waitForSelector("[data-rows]");
  },

  async "Oxigraph is loaded where it is needed alone"({ page, url }) {
    const loaded = [];
    page.on("request", (request) => request.url().endsWith(".wasm") && loaded.push(page.url()));
    for (const path of ["index.html", "page/KAZ.html", "explore.html", "search.html?q=KAZ"]) await page.goto(`${url}${path}`);
    await opened(page, url);
    assert.deepEqual(loaded, []);
    await rows(page, "SELECT * WHERE { id:KAZ a ?kind }");
    assert.equal(loaded.length, 1);
  },

  async "pages in Russian lead to pages in Russian"({ page, url }) {
    await page.goto(`${url}explore.html`);
    await page.click('nav a[hreflang="ru"]');
    await drawn(page);
    assert.match(await page.textContent(".narrowing"), /Участники/);
    await page.goto(`${url}ru/search.html?q=Tokayev`);
    await page.waitForSelector("[data-found]");
    assert.match(await page.textContent("[data-search]"), /Лицо/);
    await page.click('[data-search] a[href$="tokayev.html"]');
    await page.waitForURL("**/ru/page/*");
    assert.equal(await page.getAttribute("html", "lang"), "ru");
  },

  "without scripts every page is there": {
    options: { javaScriptEnabled: false },
    async run({ page, url }) {
      await page.goto(url);
      await page.fill("input[data-suggest]", "Токаев");
      await page.press("input[data-suggest]", "Enter");
      await page.click('main a[href$="list/meetings.html"]');
      await page.click("main table th a >> nth=0");
      await page.waitForSelector("dl.fields dt");
      await page.goto(`${url}explore.html`);
      assert.ok(await page.locator('[data-view="network"] table tbody tr').count());
      await page.goto(`${url}sparql-page.html`);
      assert.ok(await page.isVisible("textarea"));
      assert.match(await page.textContent("main"), /needs JavaScript/);
    },
  },

  async "the policy is in force"({ page, url }) {
    for (const path of ["index.html", "sparql-page.html"]) {
      await page.goto(`${url}${path}`);
      assert.equal(await refused(page), "script-src-elem");
      const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
      const more = path === "index.html" ? "" : " 'wasm-unsafe-eval'";
      assert.ok(policy.startsWith(`default-src 'none'; script-src 'self'${more}; style-src 'self'; `), policy);
      assert.equal(policy.split("unsafe").length, more ? 2 : 1);
    }
    page.faults = page.faults.filter((fault) => !fault.includes("Content Security Policy"));
  },

  async "no barriers on the pages"({ page, url }) {
    const found = [];
    for (const path of PAGES) {
      await page.goto(`${url}${path}.html`);
      if (path === "sparql-page") await page.waitForSelector(".CodeMirror");
      for (const barrier of await barriers(page)) found.push(`${path} ${barrier}`);
    }
    assert.deepEqual(found, []);
  },
};
