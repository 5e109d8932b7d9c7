/**
 * <toast-stack>: says what has been done. A toast goes after six seconds, waits while the pointer or the keyboard is
 * on it, and is never an error: errors stand where they happened.
 */

const STAYS = 6000;

class ToastStack extends HTMLElement {
  /** @type {Map<Element, number>} */
  #timers = new Map();
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.classList.add("toasts--float");
    const { signal } = this.#stop;
    for (const kind of ["pointerenter", "focusin"]) this.addEventListener(kind, () => this.#pause(), { signal });
    for (const kind of ["pointerleave", "focusout"]) this.addEventListener(kind, () => this.#resume(), { signal });
    // Put in again, so that the live region is heard to change.
    const waiting = [...this.querySelectorAll(".toast")];
    this.replaceChildren();
    for (const toast of waiting) this.add(toast);
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#pause();
    this.classList.remove("toasts--float");
  }

  /** @param {Element} toast */
  add(toast) {
    const close = document.createElement("button");
    close.className = "toast__close";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", gettext("Close"));
    close.addEventListener("click", () => this.#drop(toast), { signal: this.#stop.signal });
    toast.append(close);
    this.append(toast);
    this.#count(toast);
  }

  /** @param {Element} toast */
  #count(toast) {
    this.#timers.set(
      toast,
      window.setTimeout(() => this.#drop(toast), STAYS),
    );
  }

  /** @param {Element} toast */
  #drop(toast) {
    clearTimeout(this.#timers.get(toast));
    this.#timers.delete(toast);
    toast.remove();
  }

  #pause() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #resume() {
    this.#pause();
    for (const toast of this.#timers.keys()) this.#count(toast);
  }
}

customElements.define("toast-stack", ToastStack);

/**
 * Says that something has been done: `say(gettext("Copied"))`.
 *
 * @param {string} words
 */
export function say(words) {
  const stack = document.querySelector("toast-stack");
  if (!(stack instanceof ToastStack)) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  const text = document.createElement("p");
  text.textContent = words;
  toast.append(text);
  stack.add(toast);
}
