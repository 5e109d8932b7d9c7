/**
 * <phrase-book> with <button data-phrase="…"> in it: puts the words where one was writing last. Without script the
 * words stand there to be read and copied.
 */
import { say } from "app/toast.js";

class PhraseBook extends HTMLElement {
  #stop = new AbortController();
  /** @type {HTMLTextAreaElement | HTMLInputElement | null} */
  #last = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener("focusin", (event) => this.#remember(event.target), { signal });
    this.addEventListener("click", (event) => this.#put(event), { signal });
    for (const button of this.querySelectorAll("button")) button.hidden = false;
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {EventTarget | null} target */
  #remember(target) {
    const written =
      target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
    if (written && !this.contains(target)) this.#last = target;
  }

  /** @param {MouseEvent} event */
  #put(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const field = this.#last ?? document.querySelector("textarea");
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
    const words = button.dataset.phrase ?? "";
    field.focus();
    field.setRangeText(words, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(gettext("Put in. You can change it."));
  }
}

customElements.define("phrase-book", PhraseBook);
