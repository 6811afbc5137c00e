// The same query for a shell, for Python and for R.

/** By name of the language: the text that asks a query of an endpoint and reads the rows. */
export const SNIPPETS: Readonly<Record<string, (query: string, endpoint: string) => string>> = {
  curl,
  Python: python,
  R: r,
};

function curl(query: string, endpoint: string): string {
  const quoted = query.replaceAll("'", "'\\''");
  return `curl '${endpoint}' --header 'Accept: text/csv' --data-urlencode 'query=${quoted}'\n`;
}

function python(query: string, endpoint: string): string {
  const lines = query.split("\n").map((line) => `    ${JSON.stringify(`${line}\n`)}`);
  return `from urllib.parse import urlencode

import pandas as pd

query = (
${lines.join("\n")}
)
rows = pd.read_csv("${endpoint}?" + urlencode({"query": query, "format": "csv"}))
print(rows)
`;
}

function r(query: string, endpoint: string): string {
  const lines = query.split("\n").map((line) => `  ${JSON.stringify(line)}`);
  return `query <- paste(
${lines.join(",\n")},
  sep = "\\n"
)
rows <- read.csv(paste0("${endpoint}?format=csv&query=", URLencode(query, reserved = TRUE)))
print(rows)
`;
}
