/**
 * <danger-signs>: shows the numbers to call at the first sign of danger in its form, also without a connection. What
 * it has shown stays: a corrected answer does not take it away. Whoever saves the form hands over the panel that the
 * server drew: document.dispatchEvent(new CustomEvent("xinqiao:danger", { detail: { html } })).
 */
import { assess, read } from "app/care/danger.js";
import { awaken } from "app/elements.js";

class DangerSigns extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.closest("form")?.addEventListener("change", () => this.#look(), { signal });
    document.addEventListener("xinqiao:danger", (event) => this.#know(/** @type {CustomEvent} */ (event)), {
      signal,
    });
    this.#look();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  #look() {
    const form = this.closest("form");
    const unsent = /** @type {HTMLElement | null} */ (this.querySelector("[data-unsent]"));
    if ("known" in this.dataset || !form || !unsent?.hidden) return;
    if (!assess(read(new FormData(form)))) return;
    unsent.hidden = false;
    this.#say(gettext("Signs of danger. Do not leave them alone. The numbers to call are on this page."));
  }

  /** @param {CustomEvent<{ html?: string }>} event */
  #know({ detail }) {
    const panel = this.querySelector("[data-panel]");
    if (!panel || !detail.html || panel.querySelector("danger-watch")) return;
    const unsent = /** @type {HTMLElement | null} */ (this.querySelector("[data-unsent]"));
    panel.innerHTML = detail.html; // our own server's, through the door
    this.dataset.known = "";
    if (unsent) unsent.hidden = true;
    awaken(panel);
  }

  /** Read out at once; the keyboard stays where it was. @param {string} words */
  #say(words) {
    const line = this.querySelector("[data-say]");
    if (line) line.textContent = words;
  }
}

customElements.define("danger-signs", DangerSigns);
