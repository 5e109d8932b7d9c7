/**
 * <plan-step>: one step of a medicine plan. Says while one writes that a stop rule or a check date is missing; it never
 * stands in the way. Without script the server says it after saving.
 */
class PlanStep extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    this.addEventListener("input", () => this.#look(), { signal: this.#stop.signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  #look() {
    const named = this.#says("drug");
    for (const note of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-lacks]")))
      note.hidden = !named || this.#says(note.dataset.lacks ?? "");
  }

  /** @param {string} part */
  #says(part) {
    const field = this.querySelector(`input[name$="_${part}"]`);
    return field instanceof HTMLInputElement && field.value.trim() !== "";
  }
}

customElements.define("plan-step", PlanStep);
