// Where a publication has what a service would answer.
import { LANG, PUBLISHED, ROOT } from "../page.ts";

/** Networks have a file for each language but English. */
const BY_LANGUAGE = "nodelink.json";

/** The file of a whole view; a publication has no parts of one. */
export function viewFile(view: string, suffix: string): string {
  return dataFile(`${suffix === BY_LANGUAGE && LANG !== "en" ? `${LANG}/` : ""}${view}.${suffix}`);
}

/** A file of data. */
export function dataFile(name: string): string {
  return `${ROOT}data/${name}`;
}

/** A page in the language of this one. */
export function page(name: string): string {
  return new URL(`${PUBLISHED}${name}.html`, document.baseURI).href;
}
