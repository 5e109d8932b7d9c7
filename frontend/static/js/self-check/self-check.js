/**
 * <self-check>: asks the questions of the sheet within, one at a time or all at once, and says what they come to.
 * Answers live in the page's own radios: nothing is sent, nothing is kept. Help stays once it has come.
 */
import { outcome } from "app/self-check/outcome.js";
import { place } from "app/self-check/sheet.js";

class SelfCheck extends HTMLElement {
  #stop = new AbortController();
  #at = 0;

  connectedCallback() {
    this.#stop = new AbortController();
    /** @type {[string, () => void][]} */
    const presses = [
      ["[data-old-enough]", () => this.#begin()],
      ["[data-too-young]", () => this.#show("young", "#young")],
      ["[data-back]", () => this.#go(this.#at - 1)],
      ["[data-next]", () => this.#go(this.#at + 1)],
      ["[data-finish]", () => this.#finish()],
      ["[data-rethink]", () => this.#show("asking", "#stem")],
      ["[data-print]", () => window.print()],
      ["[data-again]", () => this.#clear()],
    ];
    for (const [button, press] of presses) {
      this.#one(button)?.addEventListener("click", press, { signal: this.#stop.signal });
    }
    this.addEventListener("change", (event) => this.#changed(event), { signal: this.#stop.signal });
    this.dataset.stage = "before";
    this.#draw();
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {string} selector @returns {HTMLElement | null} */
  #one(selector) {
    return this.querySelector(selector);
  }

  /** @param {string} selector */
  #all(selector) {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll(selector)]);
  }

  /**
   * @param {string} stage before, young, asking or result; the stylesheet shows what belongs to it
   * @param {string} [focus]
   */
  #show(stage, focus) {
    this.dataset.stage = stage;
    if (focus) this.#one(focus)?.focus();
  }

  #begin() {
    this.#show("asking", "#stem");
    this.#draw();
  }

  get #inSteps() {
    return this.querySelector('[name="way"][value="one"]:checked') !== null;
  }

  /** @param {number} at */
  #go(at) {
    this.#at = at;
    this.#draw();
    this.#all("[data-item] fieldset")[this.#at]?.focus();
  }

  #draw() {
    const items = this.#all("[data-item]");
    const ways = place(this.#at, items.length, this.#inSteps);
    this.#at = ways.at;
    this.toggleAttribute("data-in-steps", this.#inSteps);
    for (const [n, item] of items.entries()) item.toggleAttribute("data-here", n === ways.at);
    for (const way of /** @type {const} */ (["back", "next", "finish"])) {
      const button = this.#one(`[data-${way}]`);
      if (button) button.hidden = !ways[way];
    }
  }

  /** One per item, in order; null where nothing is ticked. */
  #answers() {
    return this.#all("[data-item]").map((item) => {
      const ticked = /** @type {HTMLInputElement | null} */ (item.querySelector("input:checked"));
      return ticked ? Number(ticked.value) : null;
    });
  }

  #outcome() {
    const readings = this.#all(".self-check__scoring [data-reading]").map((one) => Number(one.dataset.reading));
    const { further, harm } = this.dataset;
    const check = { least: readings.filter(Number.isInteger), further: Number(further), harm: Number(harm) };
    return outcome(check, this.#answers());
  }

  /** @param {Event} event */
  #changed(event) {
    if (/** @type {HTMLInputElement} */ (event.target).name === "way") return this.#draw();
    if (this.#outcome().help) this.#help();
  }

  /** Once it stands there, another answer does not take it away. The focus stays: an arrow key is still choosing. */
  #help() {
    if ("helped" in this.dataset) return;
    this.dataset.helped = "";
    const voice = this.#one("[data-help-voice]");
    const parts = this.#all("#help, [data-help-first] a");
    if (voice) voice.textContent = parts.map((part) => part.innerText).join(" ");
    this.#one("[data-help-first]")?.scrollIntoView({ block: "nearest" });
  }

  #finish() {
    this.#say();
    this.#show("result", "#result");
  }

  #say() {
    const { total, missing, says } = this.#outcome();
    const [sum, said] = ["[data-sum]", "[data-said]"].map((name) => this.#one(name));
    const reading = this.#one(`.self-check__scoring [data-reading="${says}"]`);
    if (!sum || !said || !reading) return;
    sum.hidden = total === null;
    const place = this.#one("[data-total]");
    if (place) place.textContent = String(total);
    for (const one of this.#all("[data-missing]")) {
      one.hidden = total === null || one.dataset.missing !== String(missing);
    }
    said.replaceChildren(...[...reading.cloneNode(true).childNodes]);
  }

  #clear() {
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll("[data-item] input"))) {
      input.checked = false;
    }
    delete this.dataset.helped;
    this.#one("[data-help-voice]")?.replaceChildren();
    this.#one("[data-said]")?.replaceChildren();
    this.#at = 0;
    this.#begin();
  }
}

customElements.define("self-check", SelfCheck);
