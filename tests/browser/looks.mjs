// What scenes look at on pages of either kind: those of a service and those of a publication.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** How many records a view of the page shows. */
export const count = (page, view) => page.getAttribute(`[data-view="${view}"]`, "data-count").then(Number);

/** The same of all four views. */
export const counts = (page) =>
  Promise.all(["network", "map", "timeline", "table"].map((view) => count(page, view)));

/** The directive of the page's policy that stops a script written into it. */
export const refused = (page) =>
  page.evaluate(
    () =>
      new Promise((told) => {
        addEventListener("securitypolicyviolation", (event) => told(event.effectiveDirective));
        const script = document.createElement("script");
        script.textContent = "document.title = 'taken'";
        document.body.append(script);
      }),
  );

/** What axe finds against WCAG 2.2 AA, each with its first element. */
export async function barriers(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), WCAG);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0].html.slice(0, 300)}`);
}
