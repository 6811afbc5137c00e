// What people do on the pages. Each scene gets a page and the address of the service, and fails by throwing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { drawn } from "./chromium.mjs";
import { barriers, count, counts, refused } from "./looks.mjs";

const PAGES = [
  "",
  "page/KAZ",
  "page/kassym-jomart-tokayev",
  "list/treaties",
  "dyad/KAZ/UZB",
  "explore",
  "sparql-page",
  "queries",
  "about",
  "search?q=Kazakhstan",
];

/** In the order of a first visit. `options` are those of a browser context. */
export const SCENES = {
  async "a name in Cyrillic leads to the person's page"({ page, url }) {
    await page.goto(url);
    await page.fill("input[data-suggest]", "Токаев");
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/page/kassym-jomart-tokayev*");
    assert.match(await page.textContent("h1"), /Tokayev/);
  },

  async "a question is answered, and a fact leads to its source"({ page, url }) {
    await page.goto(url);
    await page.fill('form[action$="/ask"] input[name="q"]', "which treaties link Kazakhstan and Uzbekistan");
    await page.click('form[action$="/ask"] button');
    await page.click('main a[href*="/page/kaz-uzb-alliance-2022"]');
    await page.click("details.why summary");
    await page.click('details.why[open] a[href*="/page/"]');
    assert.match(page.url(), /\/page\//);
    assert.ok((await page.textContent("main")).length > 100);
  },

  async "all views follow one filter, which the address keeps"({ page, url }) {
    await page.goto(`${url}explore`);
    await drawn(page);
    const [whole] = await counts(page);
    await page.fill('.narrowing input[name="since"]', "2024");
    await page.fill('.narrowing input[name="until"]', "2024");
    await page.waitForFunction((all) => Number(document.querySelector("output.count").dataset.records) < all, whole);
    const [network, ...others] = await counts(page);
    assert.ok(network > 0 && network < whole);
    assert.deepEqual(others, [network, network, network]);
    assert.equal(
      await page.evaluate(async () => {
        const told = await (await fetch("/v1/export/events.nodelink.json?since=2024&until=2024")).json();
        const kinds = new Set(told.edges.map((edge) => told.nodes.find((node) => node.id === edge.target).kind));
        return told.nodes.filter((node) => kinds.has(node.kind)).length;
      }),
      network,
      "as many as the service finds",
    );
    assert.match(page.url(), /#since=2024&until=2024$/);
    await page.reload();
    await drawn(page);
    assert.deepEqual(await counts(page), [network, network, network, network]);
  },

  async "a span is chosen on the timeline"({ page, url }) {
    await page.goto(`${url}explore`);
    await drawn(page);
    const whole = await count(page, "table");
    const bars = page.locator(".timeline svg.bars");
    await bars.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await bars.boundingBox();
    await page.mouse.move(x + width * 0.9, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.95, y + height / 2, { steps: 3 });
    await page.mouse.up();
    assert.match(page.url(), /#since=\d{4}/);
    assert.ok((await count(page, "table")) < whole);
  },

  async "a node is found, expanded, pinned, hidden, and tied to another"({ page, url }) {
    await page.goto(`${url}explore#since=2024&until=2024`);
    await drawn(page);
    const nodes = async () => Number(/(\d+) nodes/.exec(await page.textContent('[data-view="network"] .note'))[1]);
    const before = await nodes();
    const find = page.locator('[data-view="network"] .tools input');
    await find.fill("Kazakhstan");
    await find.blur();
    await page.click(".details .acts button >> nth=0");
    assert.ok((await nodes()) > before, "expanding shows what the filter leaves out");
    await page.click(".details .acts button >> nth=1");
    await page.fill(".details input", "Uzbekistan");
    await page.locator(".details input").blur();
    await page.waitForSelector(".path ol li >> nth=1");
    assert.ok(await page.locator('.path a[href*="/v1/claims/"]').count());
    await page.click(".details .acts button >> nth=2");
    assert.ok(await page.isHidden(".details"));
    await page.click('[data-view="network"] .tools button >> nth=2');
    assert.equal(await nodes(), before);
  },

  async "another network is made by the service, and follows the filter"({ page, url }) {
    await page.goto(`${url}explore`);
    await drawn(page);
    const ties = async () =>
      Number(/(\d+) edges/.exec(await page.textContent('[data-view="network"] div:not([hidden]) > .note[role]'))[1]);
    const records = await count(page, "network");
    await page.selectOption('select[name="network"]', "ties");
    await page.waitForSelector('[data-view="network"] .quiet:has-text("met")');
    const all = await ties();
    assert.ok(all > 0);
    assert.equal(await count(page, "network"), records);
    await page.fill('.narrowing input[name="since"]', "2024");
    await page.waitForURL(/#since=2024/);
    await page.waitForSelector('[data-view="network"] a[href*="/ties.gexf?since=2024"]');
    assert.ok((await ties()) < all);
    await page.selectOption('select[name="network"]', "events");
    assert.ok(await page.isHidden('[data-view="network"] a[href*="/ties.gexf"]'));
  },

  async "every view can be downloaded"({ page, url }) {
    await page.goto(`${url}explore#since=2024`);
    await drawn(page);
    const begins = { CSV: /^\w+,/, SVG: /^<svg /, PNG: /^.PNG/ };
    for (const view of ["network", "map", "timeline", "table"]) {
      const line = page.locator(`[data-view="${view}"] .downloads`);
      for (const name of await line.locator("button").allTextContents()) {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          line.getByText(name, { exact: true }).click(),
        ]);
        assert.match(readFileSync(await download.path(), "latin1"), begins[name], `${view} as ${name}`);
      }
      const gexf = await line.getByText("GEXF").getAttribute("href");
      assert.match(await page.evaluate(async (at) => (await fetch(at)).text(), gexf), /<gexf[\s\S]*since 2024/);
      const lite = new URL(await line.locator('a[target="_blank"]').getAttribute("href"));
      assert.ok(lite.searchParams.get("file").endsWith("name=events.gexf"));
    }
  },

  async "the brief of two parties opens"({ page, url }) {
    await page.goto(`${url}dyad/KAZ/UZB`);
    await page.click('a[href*="/v1/dyads/KAZ/UZB.html"]');
    assert.match(await page.textContent("body"), /Kazakhstan/);
  },

  async "a query is run and drawn"({ page, url }) {
    await page.goto(`${url}sparql-page`);
    await page.waitForSelector(".CodeMirror");
    const ask = async (query) => {
      await page.evaluate((text) => document.querySelector(".CodeMirror").CodeMirror.setValue(text), query);
      await page.click("form[data-editor] button");
      await page.waitForFunction(
        (text) =>
          location.search.includes("query=") &&
          new URLSearchParams(location.search).get("query") === text &&
          document.querySelector(".results [data-rows]"),
        query,
      );
    };
    await ask("SELECT ?treaty ?party WHERE { ?treaty a cag:Treaty ; cag:party ?party }");
    assert.ok(Number(await page.getAttribute("[data-rows]", "data-rows")) > 1);
    assert.ok(await page.locator('.results td a[href*="/page/"]').count());
    await page.click('.manners button:has-text("Graph")');
    await page.waitForSelector('.results [data-view="graph"] canvas');
    await page.fill(".results .tools input", "KAZ");
    await page.locator(".results .tools input").blur();
    await page.waitForSelector(".details h3");
    await ask("SELECT ?treaty ?first WHERE { ?treaty a cag:Treaty ; cag:signedEarliest ?first }");
    await page.click('.manners button:has-text("Timeline")');
    await page.waitForSelector(".results svg.bars rect");
    await ask(
      'SELECT ?name ?lat ?lng WHERE { VALUES (?name ?lat ?lng) { ("Astana" 51.1 71.4) ("Tashkent" 41.3 69.2) } }',
    );
    await page.click('.manners button:has-text("Map")');
    await page.waitForSelector(".results svg.map circle");
  },

  async "a query that is wrong is told what is wrong"({ page, url }) {
    await page.goto(`${url}sparql-page`);
    await page.waitForSelector(".CodeMirror");
    await page.evaluate(() => document.querySelector(".CodeMirror").CodeMirror.setValue("SELECT * { ?s foaf:name }"));
    await page.click("form[data-editor] button");
    assert.match(await page.textContent('[role="alert"]'), /foaf/);
    page.faults = page.faults.filter((fault) => !fault.includes("400 (Bad Request)"));
  },

  async "names are completed from the data set's own terms"({ page, url }) {
    await page.goto(`${url}sparql-page`);
    await page.waitForSelector(".CodeMirror");
    await page.evaluate(() => document.querySelector(".CodeMirror").CodeMirror.setValue(""));
    await page.click(".CodeMirror");
    await page.keyboard.type("SELECT * { ?t a Treat");
    await page.keyboard.press("Control+Space");
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll(".CodeMirror-hint")].some((one) => one.textContent === "cag:Treaty") ||
        document.querySelector(".CodeMirror").CodeMirror.getValue().includes("cag:Treaty"),
    );
  },

  async "the language is switched"({ page, url }) {
    await page.goto(`${url}explore`);
    await drawn(page);
    await page.click('nav a[hreflang="ru"]');
    await drawn(page);
    assert.equal(await page.getAttribute("html", "lang"), "ru");
    assert.match(await page.textContent(".narrowing"), /Участники/);
    assert.match(await page.textContent('[data-view="table"] h2'), /Таблица/);
  },

  async "colours are switched and kept"({ page, url }) {
    await page.goto(url);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await paper();
    await page.click("button.theme");
    await page.click("button.theme");
    assert.notEqual(await paper(), light);
    await page.reload();
    assert.notEqual(await paper(), light);
  },

  "without scripts everything is there": {
    options: { javaScriptEnabled: false },
    async run({ page, url }) {
      await page.goto(url);
      await page.fill("input[data-suggest]", "Токаев");
      await page.press("input[data-suggest]", "Enter");
      assert.match(await page.textContent("main"), /Tokayev/);
      await page.goto(`${url}explore`);
      assert.ok(await page.locator('[data-view="network"] table tbody tr').count());
      await page.goto(`${url}sparql-page`);
      assert.ok(await page.isVisible("textarea"));
      await page.click("form[data-editor] button");
      await page.waitForSelector("section.answered table tbody tr");
      assert.match(page.url(), /\/sparql-table\?query=/);
    },
  },

  "without WebGL the network says so, and its table is there": {
    webgl: false,
    async run({ page, url }) {
      await page.goto(`${url}explore`);
      await drawn(page);
      assert.match(await page.textContent('[data-view="network"] [role="alert"]'), /WebGL/);
      assert.ok(await page.locator('[data-view="table"] tbody tr').count());
    },
  },

  async "hostile texts are shown as texts"({ page, odd }) {
    for (const path of ["", "search?q=alert", "page/p0", "list/persons", "page/doubt", "page/spoofed", "page/m"]) {
      await page.goto(`${odd}${path}`);
    }
    await page.goto(`${odd}explore`);
    await drawn(page);
    await page.fill("input[data-suggest]", "alert");
    await page.waitForSelector('[role="option"]');
    await page.fill('[data-view="network"] .tools input', "Quotes \" ' & <script>alert(1)</script>; a\\b, ]]> -- ;");
    await page.locator('[data-view="network"] .tools input').blur();
    await page.goto(`${odd}sparql-page?query=${encodeURIComponent("SELECT ?s ?name { ?s rdfs:label ?name }")}`);
    await page.waitForSelector("[data-rows]");
    assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
  },

  async "the policy is in force"({ page, url }) {
    await page.goto(`${url}explore`);
    await drawn(page);
    assert.equal(await refused(page), "script-src-elem");
    assert.notEqual(await page.title(), "taken");
    page.faults = page.faults.filter((fault) => !fault.includes("Content Security Policy"));
  },

  async "no barriers on the pages"({ page, url }) {
    const found = [];
    for (const path of PAGES) {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.goto(`${url}${path}`);
        if (path === "explore") await drawn(page);
        if (path === "sparql-page") await page.waitForSelector(".CodeMirror");
        for (const barrier of await barriers(page)) found.push(`/${path} ${colorScheme} ${barrier}`);
      }
    }
    assert.deepEqual(found, []);
  },
};
