// Names in every script, looked up in the browser by the rules of the service, which the file of names tells.
import { LANG } from "../page.ts";
import { load } from "../rest/client.ts";
import { dataFile } from "./files.ts";

type Row = [id: string, kind: number, day: string, label: string, labels: Record<string, string>, keys: string[]];

interface Names {
  kinds: string[];
  called: Record<string, string[]>;
  rules: { latin: Record<string, string>; articles: string[]; sounds: [pattern: string, sound: string][] };
  rows: Row[];
}

export interface Named {
  id: string;
  label: string;
  kind: string;
  day: string;
}

let loading: Promise<Names> | undefined;

/** What is named so: each word begins a word of one of its names. The latest first, then by label. */
export async function named(text: string): Promise<Named[]> {
  loading ??= load<Names>(dataFile("names.json"));
  const { rows, rules, kinds, called } = await loading;
  const sought = key(text, rules).split(" ").filter(Boolean);
  if (!sought.length) return [];
  const names = called[LANG] ?? kinds;
  return rows
    .filter(([, , , , , keys]) => keys.some((one) => begins(one, sought)))
    .map(([id, kind, day, label, labels]) => ({ id, day, kind: names[kind]!, label: labels[LANG] ?? label }))
    .sort((one, other) => compare(other.day, one.day) || one.label.localeCompare(other.label, LANG));
}

function begins(name: string, sought: readonly string[]): boolean {
  const words = name.split(" ");
  return sought.every((part) => words.some((word) => word.startsWith(part)));
}

/** The key by sound that spellings of one name share. */
export function key(text: string, { latin, articles, sounds }: Names["rules"]): string {
  const letters = [...text.normalize("NFC").toLowerCase()].map((letter) => latin[letter] ?? letter).join("");
  const plain = letters.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’ʻ‘]/g, "'");
  const words = plain.replace(/[^\p{L}\p{N}_']+/gu, " ").replaceAll("'", "").split(" ");
  const kept = words.filter((word) => word && !articles.includes(word)).join(" ");
  return sounds.reduce((so, [pattern, sound]) => so.replace(new RegExp(pattern, "g"), sound.replace("\\1", "$1")), kept);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
