// The entry: looks for what the page has and loads the scripts for it, and for nothing else.
import "./style.css";
import { offerThemes } from "./theme.ts";

offerThemes();

const searches = document.querySelectorAll<HTMLInputElement>("input[data-suggest]");
if (searches.length) {
  void import("./suggest.ts").then(({ suggest }) => searches.forEach(suggest));
}

const views = [...document.querySelectorAll<HTMLElement>("[data-view][data-source]")];
if (views.length) {
  void import("./explore/explore.ts").then(({ explore }) => explore(views));
}

const found = document.querySelector<HTMLElement>("[data-search]");
if (found) {
  void import("./published/search.ts").then(({ search }) => search(found));
}

const editor = document.querySelector<HTMLFormElement>("form[data-editor]");
if (editor) {
  void import("./sparql/editor.ts").then(({ edit }) => edit(editor));
}
