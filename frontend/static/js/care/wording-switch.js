/**
 * <wording-switch> around the words of a consent: another language of them comes without a new page. What was ticked
 * meanwhile stays. Without script the same buttons send the form, and the page comes back with everything typed.
 */
import { say } from "app/toast.js";

class WordingSwitch extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.addEventListener("click", (event) => this.#click(event), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const pressed = event.target instanceof Element ? event.target.closest("button") : null;
    if (!(pressed instanceof HTMLButtonElement) || pressed.name !== "read-in" || !pressed.form) return;
    event.preventDefault();
    if (pressed.getAttribute("aria-pressed") !== "true") void this.#read(pressed, pressed.form);
  }

  /**
   * @param {HTMLButtonElement} pressed
   * @param {HTMLFormElement} form
   */
  async #read(pressed, form) {
    const body = new FormData(form, pressed);
    const { signal } = this.#stop;
    const answer = await fetch(location.href, { method: "POST", body, signal }).catch(() => null);
    const page = new DOMParser().parseFromString((await answer?.text().catch(() => "")) ?? "", "text/html");
    const fresh = page.querySelector("wording-switch");
    if (signal.aborted) return;
    if (!fresh) return say(gettext("The text could not be loaded. Please try again."));
    for (const tick of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("input[type=checkbox]"))) {
      const same = fresh.querySelector(`[id="${tick.id}"]`);
      if (same instanceof HTMLInputElement) same.checked = tick.checked;
    }
    this.replaceChildren(...fresh.childNodes);
    /** @type {HTMLElement | null} */ (this.querySelector(`[id="${pressed.id}"]`))?.focus();
  }
}

customElements.define("wording-switch", WordingSwitch);
