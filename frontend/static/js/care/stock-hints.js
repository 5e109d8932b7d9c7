/**
 * <stock-hints data-list="stock-list">: says beside each field marked `data-stock`, while one types, whether the other
 * side has what it names. The list is JSON in the page, in the reader's language; without script the server says the
 * same after saving.
 *
 * @typedef {{ names: string[], key: string, stock: "yes" | "no" | "unknown", words: string, more: string[], rule: string }} Hint
 */
import { find } from "app/care/recognising.js";

class StockHints extends HTMLElement {
  #stop = new AbortController();
  /** @type {import("app/care/recognising.js").Named<Hint>[]} */
  #names = [];

  connectedCallback() {
    this.#stop = new AbortController();
    const list = document.getElementById(this.dataset.list ?? "")?.textContent ?? "[]";
    const hints = /** @type {Hint[]} */ (JSON.parse(list));
    this.#names = hints.flatMap((hint) => hint.names.map((name) => ({ name, item: hint })));
    for (const kind of ["input", "change"])
      this.addEventListener(kind, (event) => this.#look(event.target), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {EventTarget | null} target */
  #look(target) {
    const written = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (!written || !("stock" in target.dataset)) return;
    const place = this.querySelector(`[data-hints-for="${target.id}"]`);
    if (!place) return;
    const hints = find(target.value, this.#names);
    const keys = hints.map((hint) => hint.key).join(" ");
    if (/** @type {HTMLElement} */ (place).dataset.keys === keys) return;
    /** @type {HTMLElement} */ (place).dataset.keys = keys;
    place.replaceChildren(...hints.map(drawn));
  }
}

/** @param {Hint} hint */
function drawn(hint) {
  const line = document.createElement("p");
  line.className = `hint hint--${hint.stock}`;
  for (const words of [hint.words, ...hint.more, hint.rule].filter(Boolean)) {
    const part = document.createElement("span");
    part.textContent = words;
    line.append(part, " ");
  }
  return line;
}

customElements.define("stock-hints", StockHints);
