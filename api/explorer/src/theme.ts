// The switch between light and dark colours; without it they are as the system has them.
import { button } from "./page.ts";
import { say } from "./words.ts";

const KEPT = "cagraph-theme";
const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** Puts the switch into the header of the page, and colours the page as it was left. */
export function offerThemes(): void {
  set(kept());
  const place = document.querySelector("header.top");
  if (!place) return;
  const turn = button(
    named(kept()),
    () => {
      const next = THEMES[(THEMES.indexOf(kept()) + 1) % THEMES.length]!;
      keep(next);
      set(next);
      turn.textContent = named(next);
    },
    { class: "theme plain" },
  );
  place.append(turn);
}

function named(theme: Theme): string {
  return say(theme === "auto" ? "themeAuto" : theme === "light" ? "themeLight" : "themeDark");
}

function set(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event("themechange"));
}

function kept(): Theme {
  try {
    const found = localStorage.getItem(KEPT) as Theme | null;
    return found && THEMES.includes(found) ? found : "auto";
  } catch {
    return "auto"; // storage is switched off
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // Storage is switched off: the choice lasts for this page.
  }
}
