/**
 * <print-button><button>…: opens the browser's own way to paper.
 */
class PrintButton extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.addEventListener("click", () => window.print(), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }
}

customElements.define("print-button", PrintButton);
