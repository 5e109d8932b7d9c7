/**
 * <deadline-clock data-due="…" data-began="…" data-rest>: keeps the server's words true. It repaints at most once a
 * minute, every ten seconds near the deadline, and never moves.
 */
import { nextLook, read } from "app/deadline-words.js";
import { now } from "app/server-clock.js";

const STATES = ["calm", "soon", "late", "rest"];

class DeadlineClock extends HTMLElement {
  #stop = new AbortController();
  #timer = 0;

  connectedCallback() {
    this.#stop = new AbortController();
    // A tab that was asleep must not show an old hour.
    document.addEventListener("visibilitychange", () => this.#look(), { signal: this.#stop.signal });
    this.#look();
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearTimeout(this.#timer);
  }

  get #clock() {
    return {
      due: Date.parse(this.dataset.due ?? ""),
      began: this.dataset.began ? Date.parse(this.dataset.began) : null,
      resting: "rest" in this.dataset,
    };
  }

  #look() {
    clearTimeout(this.#timer);
    if (Number.isNaN(this.#clock.due)) return;
    this.#show(read(this.#clock, now()));
    const wait = nextLook(this.#clock, now());
    if (wait !== null && !document.hidden) this.#timer = window.setTimeout(() => this.#look(), wait);
  }

  /** @param {import("app/deadline-words.js").Reading} reading */
  #show(reading) {
    const words = this.querySelector("time");
    if (words && words.textContent !== reading.words) words.textContent = reading.words;
    for (const state of STATES) this.classList.toggle(`deadline--${state}`, state === reading.state);
    const arch = this.querySelector(".left");
    if (reading.left) arch?.setAttribute("stroke-dasharray", `${reading.left} 200`);
    else arch?.remove();
  }
}

customElements.define("deadline-clock", DeadlineClock);
