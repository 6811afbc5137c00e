// What graphology, the library of Gephi Lite, reads from files of GEXF: `node read.cjs FILE…`, a line of JSON for each.
const { readFileSync } = require("node:fs");
const { DOMParser } = require("@xmldom/xmldom");
const Graph = require("graphology");
const gexf = require("graphology-gexf");

for (const file of process.argv.slice(2)) {
  const strict = new DOMParser({
    errorHandler: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  const text = readFileSync(file, "utf8");
  strict.parseFromString(text, "application/xml");
  const graph = gexf.parse(Graph.MultiGraph, text);
  process.stdout.write(`${JSON.stringify({ multi: graph.multi, ...graph.export() })}\n`);
}
