/**
 * <theme-choice>: light, dark or as the device. The server reads the cookie, so the next page opens in the right one.
 */
const YEAR = 365 * 24 * 3600;

class ThemeChoice extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const chosen = document.documentElement.dataset.theme ?? "";
    for (const radio of this.#radios) radio.checked = radio.value === chosen;
    this.addEventListener("change", () => this.#choose(), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  get #radios() {
    return /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('input[type="radio"]'));
  }

  #choose() {
    const value = [...this.#radios].find((radio) => radio.checked)?.value ?? "";
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not everywhere, and this holds no secret
    document.cookie = `theme=${value}; path=/; max-age=${value ? YEAR : 0}; samesite=lax`;
  }
}

customElements.define("theme-choice", ThemeChoice);
