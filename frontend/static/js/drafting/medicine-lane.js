/**
 * <medicine-lane>: the medicines of a request. They come right after the question while it is about medicine, and a
 * severe side effect says at once that it does not wait. Without script the server does both after saving.
 */
const ABOUT_MEDICINE = "treatment";

class MedicineLane extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const form = this.closest("form");
    form?.addEventListener("change", (event) => this.#look(form, event.target), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /**
   * @param {HTMLFormElement} form
   * @param {EventTarget | null} target
   */
  #look(form, target) {
    if (target instanceof HTMLInputElement && target.name === "purpose") this.#move(form, target.value);
    const note = /** @type {HTMLElement | null} */ (this.querySelector("[data-severe]"));
    if (note) note.hidden = ![...this.querySelectorAll("select")].some(isSevere);
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string} purpose
   */
  #move(form, purpose) {
    const place = form.querySelector(`[data-lane="${purpose === ABOUT_MEDICINE ? "first" : "home"}"]`);
    if (place && place.nextElementSibling !== this) place.after(this);
  }
}

/** @param {HTMLSelectElement} select */
function isSevere(select) {
  return select.name.endsWith("_severity") && select.value === "severe";
}

customElements.define("medicine-lane", MedicineLane);
