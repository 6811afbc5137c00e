// The licences of the packages in the bundle, in a file beside it: licences.txt.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

interface Package {
  name: string;
  version: string;
  license?: string;
}

/** Writes `licences.txt`: each package whose code or data stands in the bundle, with the text of its licence. */
export function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      const directories = new Set<string>([join("node_modules", "world-atlas")]);
      for (const id of this.getModuleIds()) {
        const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replace(/^\0/, ""));
        if (found) directories.add(found[0]);
      }
      const texts = [...directories].map(described).sort();
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n${"-".repeat(78)}\n\n`) });
    },
  };
}

function described(directory: string): string {
  const told = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as Package;
  const file = readdirSync(directory).find((name) => /^(licen[sc]e|copying)(\.|$)/i.test(name));
  const text = file && existsSync(join(directory, file)) ? readFileSync(join(directory, file), "utf8").trim() : "";
  return `${told.name} ${told.version}\nLicence: ${told.license ?? "see below"}\n\n${text}\n`;
}
