// Chromium on pages of ours: pages that note whatever goes wrong, and requests that leave it.
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WITH_GL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
const WITHOUT_GL = ["--disable-3d-apis", "--disable-gpu"];

export class Browser {
  /** Starts the browser named by its path, with WebGL drawn by the processor, or without WebGL. */
  static async start(path, { webgl = true } = {}) {
    const args = [...QUIET, ...(webgl ? WITH_GL : WITHOUT_GL)];
    return new Browser(await chromium.launch({ executablePath: path, args }));
  }

  constructor(browser) {
    this.browser = browser;
  }

  /** A page of its own; `faults` collects errors of scripts, complaints of the console and requests to others. */
  async page(origins, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.faults = [];
    page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
    page.on(
      "console",
      (told) => ["error", "warning"].includes(told.type()) && page.faults.push(`console: ${told.text()}`),
    );
    page.on("request", (request) => {
      const to = new URL(request.url());
      if (to.protocol.startsWith("http") && !origins.includes(to.origin))
        page.faults.push(`request to ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      page.faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  async stop() {
    await this.browser.close();
  }
}

/** Waits until the views of a page are drawn. */
export async function drawn(page) {
  await page.waitForFunction(() => document.documentElement.dataset.views === "drawn");
}
