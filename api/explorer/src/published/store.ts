// Queries answered in this browser, by Oxigraph in a worker that holds the dump of the publication.
import { type Answer, type Asked, read } from "../sparql/answer.ts";
import { say } from "../words.ts";
import type { Told, Wanted } from "./store.worker.ts";

interface Running {
  worker: Worker;
  ready: Promise<void>;
  isReady: boolean;
}

/** Asks a store of this browser. `prologue` declares our prefixes, `report` is told how the loading gets on. */
export function inBrowser(dump: string, prologue: string, report: (line: string) => void): Asked {
  let running: Running | undefined;

  const started = (): Running => {
    const worker = new Worker(new URL("./store.worker.ts", import.meta.url), { type: "module" });
    const made: Running = { worker, isReady: false, ready: Promise.resolve() };
    made.ready = awaited(worker, { dump }, (told) => {
      if (told.kind === "loading" || told.kind === "reading") report(progress(told));
      return told.kind === "ready" ? ((made.isReady = true), report(say("quads", { n: told.quads })), true) : undefined;
    }).then(() => undefined);
    made.ready.catch(() => end(made));
    return made;
  };
  const end = (one: Running) => {
    one.worker.terminate();
    if (running === one) running = undefined;
  };

  return async (query, signal): Promise<Answer> => {
    running ??= started();
    const own = running;
    const stopped = new Promise<never>((_, refuse) =>
      signal.addEventListener("abort", () => {
        // What is only being loaded goes on; a query that runs is ended with its worker.
        if (own.isReady) end(own);
        refuse(new DOMException("stopped", "AbortError"));
      }),
    );
    await Promise.race([own.ready, stopped]);
    const asked = awaited(own.worker, { query: `${prologue} ${query}` }, (told) =>
      told.kind === "answer" ? read(told.text, told.isTable) : undefined,
    );
    try {
      return await Promise.race([asked, stopped]);
    } catch (error) {
      throw error instanceof DOMException ? error : new Error(placed((error as Error).message, prologue.length + 1));
    }
  };
}

/** Sends something to a worker, and waits for what `take` makes of the messages. */
function awaited<T>(worker: Worker, wanted: Wanted, take: (told: Told) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const heard = ({ data }: MessageEvent<Told>) => {
      if (data.kind === "problem") return done(() => reject(new Error(data.message)));
      const taken = take(data);
      if (taken !== undefined) done(() => resolve(taken));
    };
    const failed = (event: ErrorEvent) => done(() => reject(new Error(event.message || "the worker did not start")));
    const done = (act: () => void) => {
      worker.removeEventListener("message", heard);
      worker.removeEventListener("error", failed);
      act();
    };
    worker.addEventListener("message", heard);
    worker.addEventListener("error", failed);
    worker.postMessage(wanted);
  });
}

/** A message with its place in the text as it was written, where our prefixes stand before its first line. */
function placed(message: string, before: number): string {
  return message.replace(/\b1:(\d+)/, (_, column: string) => `1:${Math.max(1, Number(column) - before)}`);
}

function progress({ kind, done, of }: { kind: "loading" | "reading"; done: number; of: number }): string {
  const share = of ? Math.min(100, Math.round((100 * done) / of)) : 0;
  return say(kind === "loading" ? "loadingDump" : "readingDump", { n: share, mb: Math.round(done / 1e5) / 10 });
}
