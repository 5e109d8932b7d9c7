/**
 * <danger-watch data-url="…">: who has seen the alarm, asked every ten seconds until it is settled, and at once when
 * the page comes back into view. A change is read out; the keyboard stays where it was. `data-reload="settled"` loads
 * the page anew when the alarm reaches that state.
 */
const EVERY = 10_000;

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
    if (this.#voice) this.#voice.textContent = this.querySelector("[data-say]")?.textContent ?? "";
    if (this.#state === "settled") clearInterval(this.#timer);
    if (this.#state === this.dataset.reload) location.reload();
  }
}

customElements.define("danger-watch", DangerWatch);
