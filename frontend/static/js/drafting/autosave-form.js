/**
 * <autosave-form data-url data-version data-person data-key data-login-url>: saves the form in it as it is typed. What
 * the server has not confirmed stays on this device; a reload, a killed tab, a lost network and an ended session lose
 * nothing. The form (the first one, or the one with `data-draft`) goes out only when its draft is safe. Notes:
 * xinqiao/autosave.html.
 */
import { DangerStrip } from "app/drafting/danger-strip.js";
import { Saving } from "app/drafting/saving.js";
import * as words from "app/drafting/words.js";

/** How long a submit waits for the draft to be saved first, in milliseconds. */
const PATIENCE = 6000;
/** What holds a submit back: it would be lost, or go out under another name. */
const HOLDING = ["offline", "expired", "stranger", "lost", "left"];

export class AutosaveForm extends HTMLElement {
  #stop = new AbortController();
  /** @type {Saving | null} */
  #saving = null;
  /** @type {DangerStrip | null} */
  #strip = null;
  #submitting = false;

  connectedCallback() {
    /** @type {HTMLFormElement | null} */
    const form = this.querySelector("form[data-draft]") ?? this.querySelector("form");
    if (!form) return;
    this.#stop = new AbortController();
    this.#saving = new Saving(this, form);
    this.#strip = new DangerStrip(this);
    this.#watch(this.#saving);
    const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    void this.#saving.begin(visit?.type === "back_forward");
  }

  disconnectedCallback() {
    this.#stop.abort();
    void this.#saving?.send();
    this.#saving?.end();
    this.#saving = null;
    this.#strip?.end();
  }

  /** Saves everything now. Resolves to "saved", or to what stood in the way. @param {number} limit milliseconds */
  async flush(limit) {
    return this.#saving?.flush(limit) ?? "saved";
  }

  /** The person signs out: nothing more is kept here. */
  async leave() {
    this.#saving?.stop("left");
    await this.#saving?.store.settled();
  }

  /** @param {Saving} saving */
  #watch(saving) {
    const { signal } = this.#stop;
    // On the document: a control may stand outside and belong to the form by its `form` attribute.
    for (const kind of ["input", "change"])
      document.addEventListener(kind, (event) => this.#typed(saving, event), { signal });
    this.addEventListener("submit", (event) => this.#submit(saving, event), { signal, capture: true });
    document.addEventListener("visibilitychange", () => this.#looked(saving), { signal });
    document.addEventListener("xinqiao:signed-out", () => void saving.look(), { signal });
    window.addEventListener("online", () => saving.again(), { signal });
    window.addEventListener("pagehide", () => this.#hide(saving), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && void saving.catchUp(), { signal });
    window.addEventListener("beforeunload", (event) => this.#warn(saving, event), { signal });
  }

  /**
   * @param {Saving} saving
   * @param {Event} event
   */
  #typed(saving, event) {
    const control = /** @type {HTMLInputElement | null} */ (event.target);
    if (control?.form !== saving.form) return;
    saving.notice();
    if (event.type !== "change") return;
    saving.queue.urge(); // an answer was chosen, or a text was left
    saving.schedule();
  }

  /** @param {Saving} saving */
  #looked(saving) {
    if (document.visibilityState === "visible") saving.again();
    else saving.hurry();
  }

  /** @param {Saving} saving */
  #hide(saving) {
    saving.hurry();
    saving.tab.leave();
  }

  /**
   * Only where this device cannot keep anything.
   *
   * @param {Saving} saving
   * @param {BeforeUnloadEvent} event
   */
  #warn(saving, event) {
    if (saving.queue.pending.size && !saving.store.lasting && !this.#submitting) event.preventDefault();
  }

  /**
   * @param {Saving} saving
   * @param {SubmitEvent} event
   */
  #submit(saving, event) {
    if (event.target !== saving.form || this.#submitting) return;
    saving.notice();
    if (!saving.queue.pending.size && saving.queue.standing === "ready" && navigator.onLine) return;
    event.preventDefault();
    event.stopPropagation();
    this.#submitting = true;
    void this.#submitSaved(saving, /** @type {HTMLElement | null} */ (event.submitter));
  }

  /**
   * @param {Saving} saving
   * @param {HTMLElement | null} submitter
   */
  async #submitSaved(saving, submitter) {
    const last = await saving.flush(PATIENCE);
    if (HOLDING.includes(last)) saving.notes.show("held", { words: words.held(last) });
    else saving.form.requestSubmit(submitter);
    this.#submitting = false;
  }
}

customElements.define("autosave-form", AutosaveForm);
