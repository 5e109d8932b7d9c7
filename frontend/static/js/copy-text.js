/**
 * <copy-text data-url="…"><a href="…">: puts the text behind the link on the clipboard. Where the browser gives no
 * clipboard (a page without TLS, for one) the link opens the text instead.
 */
import { say } from "app/toast.js";

class CopyText extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.addEventListener("click", (event) => this.#copy(event), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {MouseEvent} event */
  async #copy(event) {
    const address = this.dataset.url ?? "";
    if (!window.isSecureContext || !navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      const response = await fetch(address, { signal: this.#stop.signal });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      await navigator.clipboard.writeText(await response.text());
      say(gettext("Copied. Paste it into your own record system."));
    } catch {
      location.assign(address);
    }
  }
}

customElements.define("copy-text", CopyText);
