/**
 * <danger-watch data-url="…">: who has seen the alarm, asked every ten seconds until it is settled, and at once when
 * the page comes back into view. Its arrival and each change are read out once, however often the panel around it is
 * drawn; the keyboard stays where it was. `data-reload="settled"` loads the page anew when the alarm gets there.
 */
const EVERY = 10_000;

/** The states that were read out on this page, by address. @type {Map<string, string>} */
const said = new Map();

class DangerWatch extends HTMLElement {
  #stop = new AbortController();
  #timer = 0;
  /** @type {HTMLElement | null} */
  #voice = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#voice = document.createElement("p");
    this.#voice.className = "unseen";
    this.#voice.setAttribute("role", "alert");
    this.after(this.#voice);
    document.addEventListener("visibilitychange", () => this.#ask(), { signal });
    this.#timer = window.setInterval(() => this.#ask(), EVERY);
    // A live region is heard when it changes, so it must stand empty first.
    window.setTimeout(() => this.#say(this.#title), 100);
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearInterval(this.#timer);
    this.#voice?.remove();
  }

  get #state() {
    const part = /** @type {HTMLElement | null} */ (this.querySelector("[data-state]"));
    return part?.dataset.state ?? "";
  }

  /** What the panel says first: the human act. */
  get #title() {
    return this.closest("section")?.querySelector("h2")?.textContent ?? "";
  }

  /** Reads the state out, unless it was. @param {string} [before] words to begin with */
  #say(before = "") {
    const url = this.dataset.url ?? "";
    if (!this.#voice || said.get(url) === this.#state) return;
    said.set(url, this.#state);
    const words = [before, this.querySelector("[data-say]")?.textContent ?? ""];
    this.#voice.textContent = words.filter(Boolean).join(". ");
  }

  async #ask() {
    if (document.hidden) return;
    const { signal } = this.#stop;
    const response = await fetch(this.dataset.url ?? "", { signal }).catch(() => null);
    if (!response?.ok || response.redirected) return; // ten seconds later it is asked again
    const html = await response.text().catch(() => "");
    if (html && !signal.aborted) this.#show(html);
  }

  /** @param {string} html of our own server */
  #show(html) {
    const before = this.#state;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (!fresh.content.querySelector("[data-state]")) return;
    this.replaceChildren(fresh.content);
    if (this.#state === before) return;
    this.#say();
    if (this.#state === "settled") clearInterval(this.#timer);
    if (this.#state === this.dataset.reload) location.reload();
  }
}

customElements.define("danger-watch", DangerWatch);
