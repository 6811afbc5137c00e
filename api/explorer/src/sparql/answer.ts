// What the endpoint answers: a table, a truth value, or triples.
import { reached, ServiceError, told } from "../rest/client.ts";

/** A term as SPARQL JSON has it. */
export interface Term {
  type: string;
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Readonly<Record<string, Term | undefined>>;

export interface Answer {
  /** The columns, in order; those of triples are subject, predicate and object. */
  columns: readonly string[];
  rows: readonly Row[];
  truth?: boolean;
  triples: boolean;
}

interface Told {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Row[] };
}

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";
const TRIPLE = ["subject", "predicate", "object"] as const;

/** Asks something that knows SPARQL. Raises an error that says what is wrong. */
export type Asked = (query: string, signal: AbortSignal) => Promise<Answer>;

/** Asks the endpoint of a service. */
export const overHttp =
  (endpoint: URL): Asked =>
  (query, signal) =>
    answered(endpoint, query, signal);

async function answered(endpoint: URL, query: string, signal: AbortSignal): Promise<Answer> {
  const response = await reached(endpoint.href, {
    method: "POST",
    headers: { Accept: ACCEPT, "Content-Type": "application/sparql-query" },
    body: query,
    signal,
  });
  if (!response.ok) throw new ServiceError(await told(response));
  const text = await response.text();
  return read(text, !!response.headers.get("Content-Type")?.startsWith("application/sparql-results+json"));
}

/** An answer by its text: SPARQL JSON, or N-Triples. */
export function read(text: string, isTable: boolean): Answer {
  return isTable ? table(JSON.parse(text) as Told) : { columns: TRIPLE, rows: triples(text), triples: true };
}

function table({ head, results, boolean }: Told): Answer {
  const answer = { columns: head.vars ?? [], rows: results?.bindings ?? [], triples: false };
  return boolean === undefined ? answer : { ...answer, truth: boolean };
}

const PART = /<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/g;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g;
const PLAIN: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** N-Triples, one a line. */
function triples(text: string): Row[] {
  return text
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => {
      const parts = [...line.matchAll(PART)].slice(0, 3).map(term);
      return Object.fromEntries(TRIPLE.map((name, place) => [name, parts[place]]));
    });
}

function term([, iri, blank, literal, language, datatype]: RegExpMatchArray): Term {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  const made: Term = { type: "literal", value: unescaped(literal ?? "") };
  if (language) made["xml:lang"] = language;
  if (datatype) made.datatype = datatype;
  return made;
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, short?: string, long?: string, letter?: string) =>
    letter === undefined ? String.fromCodePoint(parseInt((short ?? long)!, 16)) : (PLAIN[letter] ?? letter),
  );
}
