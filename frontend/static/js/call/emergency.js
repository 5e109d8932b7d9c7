/**
 * The panel behind the red button. It is a dialog but not a modal one: sound, picture and mute stay in reach. Escape
 * closes it and the keyboard returns to where it came from.
 */
export class Emergency {
  #dialog;
  /** @type {Element | null} */
  #opener = null;

  /**
   * @param {HTMLElement} root
   * @param {AbortSignal} signal
   */
  constructor(root, signal) {
    this.#dialog = /** @type {HTMLDialogElement} */ (root.querySelector("dialog#emergency"));
    this.#dialog.querySelector("[data-close]")?.addEventListener("click", (event) => this.#close(event), { signal });
    this.#dialog.addEventListener("keydown", (event) => event.key === "Escape" && this.#dialog.close(), { signal });
    this.#dialog.addEventListener("close", () => this.#opener instanceof HTMLElement && this.#opener.focus(), {
      signal,
    });
    if (location.hash === "#emergency") this.toggle();
  }

  toggle() {
    if (this.#dialog.open) return this.#dialog.close();
    this.#opener = document.activeElement;
    this.#dialog.show();
  }

  /** @param {Event} event */
  #close(event) {
    event.preventDefault();
    this.#dialog.close();
  }
}
