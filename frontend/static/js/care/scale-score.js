/**
 * <scale-score data-bands="[[0,"minimal (0–4)"],…]" data-further="10" data-harm="9">: the total of the radios within,
 * said anew with each answer. The server drew the same; without script the page says it after saving.
 */
import { score } from "app/care/scoring.js";

class ScaleScore extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.addEventListener("change", () => this.#say(), { signal: this.#stop.signal });
    this.#say();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** One per item, in order. @returns {(number | null)[]} */
  #answers() {
    const radios = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('input[type="radio"]'));
    /** @type {Map<string, number | null>} */
    const answers = new Map();
    for (const radio of radios) {
      if (radio.checked) answers.set(radio.name, Number(radio.value));
      else if (!answers.has(radio.name)) answers.set(radio.name, null);
    }
    return [...answers.values()];
  }

  #say() {
    const { bands = "[]", further = "10", harm = "0" } = this.dataset;
    const scale = { bands: JSON.parse(bands), further: Number(further), harm: Number(harm) };
    const result = score(scale, this.#answers());
    const open = ngettext(
      "One item is not answered: no total yet",
      "%(n)s items are not answered: no total yet",
      result.missing,
    );
    this.#put("[data-total]", result.total === null ? "—" : String(result.total));
    this.#put("[data-band]", result.total === null ? interpolate(open, { n: result.missing }, true) : result.band);
  }

  /**
   * @param {string} place
   * @param {string} words
   */
  #put(place, words) {
    const here = this.querySelector(place);
    if (here && here.textContent !== words) here.textContent = words;
  }
}

customElements.define("scale-score", ScaleScore);
