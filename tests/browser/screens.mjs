// Pictures of ten states of the pages: node screens.mjs CHROMIUM URL DIRECTORY
import { join } from "node:path";

import { Browser, drawn } from "./chromium.mjs";

const [path, url, directory] = process.argv.slice(2);
const NARROW = { viewport: { width: 390, height: 844 } };
const DARK = { colorScheme: "dark" };
const views = async (page) => {
  await drawn(page);
  await page.waitForTimeout(1500); // the camera moves to what passes
};
const network = async (page, view) => {
  await views(page);
  await page.selectOption('select[name="network"]', view);
  await page.waitForSelector('[data-view="network"] .quiet');
  await page.waitForTimeout(1500);
};
const query = async (page, manner) => {
  await page.waitForSelector("[data-rows]");
  await page.click(`.manners button:has-text("${manner}")`);
  await page.waitForTimeout(1500);
};
const asked = (text) => `sparql-page?query=${encodeURIComponent(text)}`;
const PARTIES =
  "SELECT ?treaty ?party WHERE {\n  ?treaty a cag:Treaty ; cag:party ?party ; cag:topic id:topic.water .\n}";
const SIGNED =
  "SELECT ?treaty ?label ?signed WHERE {\n  ?treaty a cag:Treaty ; rdfs:label ?label ; cag:signedEarliest ?signed .\n}";

/** Name, address, options of the browser, and what is done before the picture is taken. */
const SCREENS = [
  ["home", "", {}],
  ["home-narrow-dark", "", { ...NARROW, ...DARK }],
  ["person", "page/kassym-jomart-tokayev", {}],
  ["two-parties", "dyad/KAZ/UZB", {}],
  ["explore-2024", "explore#since=2024&until=2024", {}, views],
  ["explore-2024-narrow", "explore?lang=ru#since=2024&until=2024", NARROW, views],
  ["explore-visits-dark", "explore#since=2016&kinds=Visit", DARK, views],
  ["explore-ties", "explore", {}, (page) => network(page, "ties")],
  ["query-graph", asked(PARTIES), {}, (page) => query(page, "Graph")],
  ["query-timeline-dark", asked(SIGNED), DARK, (page) => query(page, "Timeline")],
];

const browser = await Browser.start(path);
for (const [name, address, options, act] of SCREENS) {
  const page = await browser.page([new URL(url).origin], options);
  page.setDefaultTimeout(180_000); // the indexes of a large graph are made beside the first questions
  await page.goto(`${url}${address}`);
  await act?.(page);
  const file = join(directory, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true, clip: await cut(page) });
  console.log(file);
  for (const fault of page.faults) console.error(`${name}: ${fault}`);
  await page.context().close();
}
await browser.stop();

/** Of long pages the beginning is enough. */
async function cut(page) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  return { x: 0, y: 0, width, height: Math.min(height, 3 * width + 1500) };
}
