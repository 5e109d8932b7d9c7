/**
 * <call-chat>: what is written in the room. Enter sends, Shift+Enter begins a line. A line stands at once and says
 * that it is not sent until the server has it. Says `call:write` (detail: the text).
 */
import { copyOf, part, write } from "app/call/parts.js";

/** @typedef {import("app/call/call.js").Line} Line */

export class CallChat extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#field.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #field() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  /** Whether there is somebody to write to. @param {boolean} open */
  set open(open) {
    this.#form.hidden = !open;
  }

  /** @override */
  focus() {
    if (!this.#form.hidden) this.#field.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While Chinese is being composed, Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const body = this.#field.value.trim();
    if (!body) return;
    this.#field.value = "";
    this.dispatchEvent(new CustomEvent("call:write", { detail: body, bubbles: true }));
  }

  /**
   * Shows a line, or that one we know has been received.
   *
   * @param {Line} line
   * @param {boolean} sent
   * @returns {boolean} whether it is new to the reader
   */
  add(line, sent) {
    const known = this.querySelector(`li[data-code="${line.client_code}"]`);
    const row = known instanceof HTMLElement ? known : this.#row(line);
    row.classList.toggle("is-unsent", !sent);
    const state = row.querySelector("[data-state]");
    if (state instanceof HTMLElement) state.hidden = sent;
    return !known;
  }

  /** @param {Line} line */
  #row({ client_code, by, mine, body, at }) {
    const row = copyOf(this, "template");
    row.dataset.code = client_code;
    row.classList.toggle("is-mine", mine);
    part(row, "by").textContent = mine ? gettext("You") : by;
    const time = /** @type {HTMLTimeElement} */ (row.querySelector("time"));
    time.dateTime = at;
    const clock = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    write(time, new Date(at).toLocaleTimeString(document.documentElement.lang, clock));
    part(row, "body").textContent = body;
    part(this, "none").hidden = true;
    part(this, "lines").append(row);
    row.scrollIntoView?.({ block: "nearest" });
    return row;
  }
}

customElements.define("call-chat", CallChat);
