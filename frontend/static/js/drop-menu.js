/**
 * <drop-menu><details>…: a press elsewhere, Escape or leaving it by keyboard closes the menu.
 */
class DropMenu extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener("pointerdown", (event) => this.#leave(/** @type {Node} */ (event.target)), {
      signal,
    });
    this.addEventListener("focusout", (event) => this.#leave(/** @type {Node | null} */ (event.relatedTarget)), {
      signal,
    });
    this.addEventListener("keydown", (event) => this.#escape(event), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {Node | null} target */
  #leave(target) {
    if (target && !this.contains(target)) this.querySelector("details")?.removeAttribute("open");
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    const details = this.querySelector("details");
    if (event.key !== "Escape" || !details?.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
  }
}

customElements.define("drop-menu", DropMenu);
