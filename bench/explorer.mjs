// When pages are painted and when they can be used: node explorer.mjs CHROMIUM URL ROUNDS. A line of JSON for each page.
import { Browser, drawn } from "./chromium.mjs";

const [path, url, rounds] = process.argv.slice(2);
const SIZES = [500, 5_000, 50_000];
const ACTORS = 60;

/** A made-up network of a given number of edges, as the service exports one: events of three actors each, over thirty years. */
function madeUp(edges) {
  const place = (one, of) => ({
    x: Math.cos((2 * Math.PI * one) / of) * 1000,
    y: Math.sin((2 * Math.PI * one) / of) * 1000,
  });
  const nodes = Array.from({ length: ACTORS }, (_, one) => ({
    id: `actor${one}`,
    kind: "State",
    label: `Actor ${one}`,
    size: 50,
    color: "#0072b2",
    ...place(one, ACTORS),
  }));
  const told = { directed: true, multigraph: true, graph: { data_version: "made-up", rule: "" }, nodes, edges: [] };
  for (let one = 0; told.edges.length < edges; one++) {
    const id = `event${one}`;
    const day = `${1995 + (one % 30)}-${String(1 + (one % 12)).padStart(2, "0")}-15`;
    const { x, y } = place(one * 7, edges / 3);
    nodes.push({
      id,
      kind: one % 3 ? "Meeting" : "Visit",
      label: `Event ${one}`,
      size: 5,
      color: "#009e73",
      x: x * 0.8,
      y: y * 0.8,
      date: day,
      earliest: day,
      latest: day,
      lat: 35 + (one % 20),
      lng: 55 + (one % 30),
      sources: [`source${one % 200}`],
    });
    for (const step of [0, 1, 7])
      told.edges.push({
        source: `actor${(one + step) % ACTORS}`,
        target: id,
        kind: "took part",
        weight: 1,
        records: [id],
        claims: [],
      });
  }
  return told;
}

const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

async function timed(browser, address, network) {
  const page = await browser.page([new URL(url).origin]);
  page.setDefaultTimeout(300_000);
  if (network)
    await page.route("**/events.nodelink.json*", (route) =>
      route.fulfill({ contentType: "application/json", body: network }),
    );
  await page.goto(`${url}${address}`);
  if (network) await drawn(page);
  // What can be used is idle: the thread has nothing left to do.
  const usable = await page.evaluate(() => new Promise((told) => requestIdleCallback(() => told(performance.now()))));
  const paint = await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const painted = await paint.jsonValue();
  await page.context().close();
  return { painted, usable };
}

const browser = await Browser.start(path);
const pages = [
  ["home", ""],
  ["two parties", "dyad/KAZ/UZB"],
  ...SIZES.map((size) => [`network, ${size.toLocaleString("en")} edges`, "explore", JSON.stringify(madeUp(size))]),
];
for (const [name, address, network] of pages) {
  await timed(browser, address, network); // what is kept is made
  const found = [];
  for (let round = 0; round < Number(rounds); round++) found.push(await timed(browser, address, network));
  const [painted, usable] = ["painted", "usable"].map((what) => Math.round(median(found.map((one) => one[what]))));
  console.log(JSON.stringify({ page: name, painted, usable }));
}
await browser.stop();
