// Names for completion: the classes and properties that the data set describes itself with, asked of where queries go.
import Yasqe from "@zazuko/yasqe";

import type { Asked } from "./answer.ts";

const TERMS = `PREFIX void: <http://rdfs.org/ns/void#> SELECT DISTINCT ?term WHERE { { ?part void:class ?term } UNION { ?part void:property ?term } } ORDER BY ?term`;
const PREFIXES = `SELECT DISTINCT ?prefix ?namespace WHERE { ?declared sh:prefix ?prefix ; sh:namespace ?namespace }`;
const SHOWN_AFTER = /^[A-Za-z][\w-]*(:[\w-]*)?$/;

/** Has editors complete our terms and variables; the terms are loaded when they are first needed. */
export function completeTerms(asked: Asked): void {
  // Its own completers of classes and properties ask a service of others.
  Yasqe.defaults.autocompleters = ["terms", "variables"];
  let loading: Promise<string[]> | undefined;
  Yasqe.registerAutocompleter(
    {
      name: "terms",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (editor) => SHOWN_AFTER.test(editor.getCompleteToken().string),
      get: async (_, token) => {
        loading ??= names(asked);
        const begun = (token?.string ?? "").toLowerCase();
        return (await loading).filter((name) => name.toLowerCase().startsWith(begun) || local(name).startsWith(begun));
      },
    },
    false,
  );
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1).toLowerCase();
}

/** The terms with their prefixes. Without an answer there is nothing to complete with, and the editor works on. */
async function names(asked: Asked): Promise<string[]> {
  const ask = (query: string) => asked(query, new AbortController().signal);
  try {
    const [terms, prefixes] = await Promise.all([ask(TERMS), ask(PREFIXES)]);
    const known = prefixes.rows.map((row) => [row["prefix"]!.value, row["namespace"]!.value] as const);
    // The longest namespace that fits is the closest one.
    known.sort(([, one], [, other]) => other.length - one.length);
    return terms.rows.map((row) => shortened(row["term"]!.value, known)).sort();
  } catch {
    return [];
  }
}

function shortened(iri: string, known: readonly (readonly [string, string])[]): string {
  const found = known.find(([, namespace]) => iri.startsWith(namespace));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri}>`;
}
