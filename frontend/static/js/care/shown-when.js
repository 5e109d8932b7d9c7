/**
 * <shown-when data-name="method" data-values="spoken paper">: shows its content only while the named radio, box or list
 * of the same form has one of the values. Without script everything shows, and the server says what it needs.
 */
class ShownWhen extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.closest("form")?.addEventListener("change", () => this.#look(), { signal });
    window.addEventListener("pageshow", () => this.#look(), { signal });
    this.#look();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  #look() {
    const form = this.closest("form");
    if (!form) return;
    const values = (this.dataset.values ?? "").split(" ");
    this.hidden = !values.includes(String(new FormData(form).get(this.dataset.name ?? "") ?? ""));
  }
}

customElements.define("shown-when", ShownWhen);
