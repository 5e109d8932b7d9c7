/**
 * <list-filter> around a search box and labels with `data-words`: shows only what contains what is typed. A group
 * without anything left goes with it. Nothing is unticked by being hidden.
 */
class ListFilter extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const box = this.querySelector("input[type=search]");
    box?.addEventListener("input", () => this.#show(/** @type {HTMLInputElement} */ (box).value), {
      signal: this.#stop.signal,
    });
    // Enter in the box would save the list.
    box?.addEventListener(
      "keydown",
      (event) => {
        if (/** @type {KeyboardEvent} */ (event).key === "Enter") event.preventDefault();
      },
      { signal: this.#stop.signal },
    );
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {string} typed */
  #show(typed) {
    const wanted = typed.trim().toLowerCase();
    for (const group of this.querySelectorAll("fieldset")) {
      let left = 0;
      for (const line of group.querySelectorAll("label")) {
        line.hidden = !(line.dataset.words ?? "").toLowerCase().includes(wanted);
        if (!line.hidden) left += 1;
      }
      group.hidden = left === 0;
    }
  }
}

customElements.define("list-filter", ListFilter);
