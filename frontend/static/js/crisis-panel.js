/**
 * <crisis-panel>: the numbers to call. A link to #crisis-numbers opens them without script; with it the address stays
 * as it was, Escape closes, and the keyboard returns to where it came from.
 */
class CrisisPanel extends HTMLElement {
  #stop = new AbortController();
  /** @type {Element | null} */
  #opener = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener("click", (event) => this.#click(event), { signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#close(), { signal });
    if (location.hash === `#${this.#panel?.id}`) this.#open(null);
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  get #panel() {
    return this.querySelector("section");
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    if (link.getAttribute("href") === `#${this.#panel?.id}`) {
      event.preventDefault();
      if (this.#panel?.classList.contains("is-open")) this.#close();
      else this.#open(link);
    } else if (this.contains(link) && "close" in link.dataset) {
      event.preventDefault();
      this.#close();
    }
  }

  /** @param {Element | null} opener */
  #open(opener) {
    this.#opener = opener;
    this.#panel?.classList.add("is-open");
    this.#panel?.focus();
  }

  #close() {
    if (!this.#panel?.classList.contains("is-open")) return;
    this.#panel.classList.remove("is-open");
    if (location.hash === `#${this.#panel.id}`) {
      location.hash = ""; // replaceState alone would leave :target as it was
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    if (this.#opener instanceof HTMLElement) this.#opener.focus();
  }
}

customElements.define("crisis-panel", CrisisPanel);
