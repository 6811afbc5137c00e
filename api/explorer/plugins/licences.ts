// The licences of the packages in the bundle, in a file beside it: licences.txt.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

interface Package {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
}

const PACKAGES = "node_modules";

/** Writes `licences.txt`: each package in the bundle and what it is made of, with the texts of their licences. */
export function licences(): Plugin {
  return {
    name: "licences",
    generateBundle() {
      // What is drawn from, and what the worker is made of, the build does not see among its own modules.
      const names = new Set(["world-atlas", "oxigraph"]);
      for (const id of this.getModuleIds()) {
        const found = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id);
        if (found) names.add(found[1]!);
      }
      // Some are published with others inside, which the build does not see as modules; a set goes on over what is added.
      for (const name of names) for (const other of Object.keys(read(name).dependencies ?? {})) names.add(other);
      const texts = [...names].map(described).sort();
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n${"-".repeat(78)}\n\n`) });
    },
  };
}

function read(name: string): Package {
  return JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")) as Package;
}

function described(name: string): string {
  const { version, license } = read(name);
  const file = readdirSync(join(PACKAGES, name)).find((one) => /^(licen[sc]e|copying)(\.|$)/i.test(one));
  const text = file ? readFileSync(join(PACKAGES, name, file), "utf8").trim() : "";
  return `${name} ${version}\nLicence: ${license ?? "see below"}\n\n${text}\n`;
}
