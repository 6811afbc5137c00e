// Plays scenes one after another, and tells of each in a line of JSON: its name, and what went wrong in it.
// node play.mjs CHROMIUM MODULE URL OTHER_URL [NAME…], where scenes of a module that stands ALONE ask nothing of the other.
import { Browser } from "./chromium.mjs";

const [path, module, url, odd, ...names] = process.argv.slice(2);
const { SCENES, ALONE } = await import(module);
const origins = (ALONE ? [url] : [url, odd]).map((one) => new URL(one).origin);
const browsers = new Map();

async function play(scene) {
  const { run, options, webgl = true } = typeof scene === "function" ? { run: scene } : scene;
  if (!browsers.has(webgl)) browsers.set(webgl, await Browser.start(path, { webgl }));
  const page = await browsers.get(webgl).page(origins, options);
  try {
    await run({ page, url, odd });
    return page.faults;
  } catch (error) {
    return [String(error.stack ?? error), ...page.faults];
  } finally {
    await page.context().close();
  }
}

for (const name of names.length ? names : Object.keys(SCENES)) {
  console.log(JSON.stringify({ scene: name, faults: await play(SCENES[name]) }));
}
for (const browser of browsers.values()) await browser.stop();
