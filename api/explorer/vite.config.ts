// How the scripts become files: one entry, the rest loaded when a page needs it, every address relative to the file.
import { defineConfig } from "vite";

import { licences } from "./plugins/licences.ts";
import { world } from "./plugins/world.ts";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [world(), licences()],
  worker: { format: "es" },
  build: {
    outDir: "../cagraph_api/static",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Pages may load no data: addresses but pictures, and nothing in line.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: "src/main.ts" },
  },
});
