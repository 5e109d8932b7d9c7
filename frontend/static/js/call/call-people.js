/**
 * <call-people>: behind “Invite” in the bar. The dialog is filled anew whenever it opens; the call goes on behind it.
 */
class CallPeople extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const open = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail === "people" && this.#open();
    this.closest("call-room")?.addEventListener("call:do", open, { signal });
    this.querySelector("[data-close]")?.addEventListener("click", () => this.#dialog.close(), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.querySelector("dialog"));
  }

  #open() {
    document.body.dispatchEvent(new Event("people"));
    this.#dialog.showModal();
  }
}

customElements.define("call-people", CallPeople);
