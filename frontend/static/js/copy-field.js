/**
 * <copy-field><input readonly><button>: puts what stands in the field on the clipboard; where the browser gives none, it
 * is selected for the reader's own keys.
 */
import { say } from "app/toast.js";

class CopyField extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.addEventListener("click", (event) => this.#click(event), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {Event} event */
  async #click(event) {
    const field = this.querySelector("input");
    if (!field || !(event.target instanceof Element)) return;
    field.select();
    if (!event.target.closest("button")) return;
    await navigator.clipboard?.writeText(field.value).then(
      () => say(gettext("Copied.")),
      () => undefined, // refused: it is selected
    );
  }
}

customElements.define("copy-field", CopyField);
