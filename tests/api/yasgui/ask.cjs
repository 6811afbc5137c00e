// Asks an endpoint with Yasgui's own editor, as its page does in a browser: `node ask.cjs ENDPOINT QUERY`.
const { JSDOM } = require("jsdom");

const [endpoint, query] = process.argv.slice(2);
const { window } = new JSDOM("<!DOCTYPE html><div id='editor'></div>", { url: endpoint, pretendToBeVisual: true });
const browser = ["document", "navigator", "HTMLElement", "Element", "Node", "MutationObserver", "localStorage"];
for (const name of [...browser, "getComputedStyle", "requestAnimationFrame", "DOMParser", "Event", "CustomEvent"]) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}
globalThis.window = window;
Object.assign(window, { fetch, Headers, Request, AbortController });
// jsdom measures nothing; the editor wants to know how wide its text is.
window.document.createRange = () => ({
  setStart() {},
  setEnd() {},
  getBoundingClientRect: () => ({ left: 0, right: 0, top: 0, bottom: 0 }),
  getClientRects: () => [],
  commonAncestorContainer: { nodeName: "BODY", ownerDocument: window.document },
});

const loaded = require("@zazuko/yasqe");
const Yasqe = loaded.Yasqe ?? loaded.default ?? loaded;
const editor = new Yasqe(window.document.getElementById("editor"), {
  requestConfig: { endpoint },
  persistenceId: null,
});
editor.setValue(query);
editor.query().then(
  ({ status, content }) => {
    process.stdout.write(JSON.stringify({ status, content }));
    process.exit(0);
  },
  (error) => {
    process.stdout.write(JSON.stringify({ status: error.status ?? 0, content: String(error.message ?? error) }));
    process.exit(0);
  },
);
