// Oxigraph in a thread of its own: loads the dump once, then answers queries. It is ended to stop one.
import init, { Store } from "oxigraph/web.js";
import wasm from "oxigraph/web_bg.wasm?url";

export type Told =
  | { kind: "loading"; done: number; of: number }
  | { kind: "reading"; done: number; of: number }
  | { kind: "ready"; quads: number }
  | { kind: "answer"; text: string; isTable: boolean }
  | { kind: "problem"; message: string };
export type Wanted = { dump: string } | { query: string };

const TABLE = "application/sparql-results+json";
const TRIPLES = "application/n-triples";
const FORM = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i;
const PIECE = 1 << 20;
let store: Store | undefined;

const tell = (told: Told) => postMessage(told);

addEventListener("message", ({ data }: MessageEvent<Wanted>) => {
  const work = "dump" in data ? fill(data.dump) : Promise.resolve().then(() => answer(data.query));
  work.catch((error: unknown) => tell({ kind: "problem", message: String((error as Error)?.message ?? error) }));
});

async function fill(dump: string): Promise<void> {
  const [, pieces] = await Promise.all([init({ module_or_path: wasm }), unpacked(dump)]);
  const of = pieces.reduce((sum, { length }) => sum + length, 0);
  const made = new Store();
  made.load(told(pieces, of), { format: "application/n-quads", no_transaction: true, lenient: true });
  store = made;
  tell({ kind: "ready", quads: made.size });
}

/** The pieces, telling how far the store has got. */
function* told(pieces: Uint8Array[], of: number): Generator<Uint8Array> {
  let done = 0;
  for (const piece of pieces) {
    yield piece;
    done += piece.length;
    tell({ kind: "reading", done, of });
  }
}

/** The dump in pieces. Some hosts send it as it is, others say that it is compressed, so that the browser unpacks it. */
async function unpacked(dump: string): Promise<Uint8Array[]> {
  const response = await fetch(dump);
  if (!response.ok || !response.body) throw new Error(`${dump}: ${response.status} ${response.statusText}`);
  const of = Number(response.headers.get("Content-Length") ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { value } = await reader.read();
    if (!value) break;
    parts.push(value);
    done += value.length;
    tell({ kind: "loading", done, of });
  }
  const whole = new Blob(parts);
  const [first, second] = new Uint8Array(await whole.slice(0, 2).arrayBuffer());
  const packed = first === 0x1f && second === 0x8b;
  const plain = packed ? whole.stream().pipeThrough(new DecompressionStream("gzip")) : whole.stream();
  const text = new Uint8Array(await new Response(plain).arrayBuffer());
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, at) => text.subarray(at * PIECE, (at + 1) * PIECE));
}

function answer(query: string): void {
  const [form] = FORM.exec(bare(query)) ?? [""];
  const isTable = !/^(construct|describe)$/i.test(form);
  const text = store!.query(query, { results_format: isTable ? TABLE : TRIPLES }) as string;
  tell({ kind: "answer", text, isTable });
}

/** A query without its addresses, texts and comments, in which words mean nothing. */
function bare(query: string): string {
  return query.replace(/<[^<>\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, " ");
}
