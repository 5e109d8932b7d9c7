/**
 * The column beside the picture: papers or messages. Papers are the server's; where it marks a piece `data-fresh`
 * (with an id) the piece is renewed when they have changed, unless somebody is typing in it.
 */
import { part, write } from "app/call/parts.js";

/** How often the papers are looked at while the socket, which would tell of changes, is away. */
const EVERY = 10_000;

export class Desk {
  #column;
  #room;
  #address;
  #signal;
  reading = false;
  unread = 0;

  /**
   * @param {HTMLElement} room
   * @param {AbortSignal} signal
   */
  constructor(room, signal) {
    this.#room = room;
    this.#column = /** @type {HTMLElement} */ (room.querySelector(".desk"));
    this.#address = room.dataset.papers ?? "";
    this.#signal = signal;
    for (const tab of this.#tabs) {
      tab.addEventListener("click", (event) => this.#choose(event, tab), { signal });
    }
    this.#papers?.addEventListener("click", (event) => this.#keepRoom(event), { signal });
    this.show(false);
  }

  /**
   * The socket tells when the papers have changed. What it could not tell is looked for: as soon as it is back, now and
   * then while it is away, and once when the meeting is over.
   *
   * @param {import("app/call/call.js").Call} call
   */
  follow(call) {
    const signal = this.#signal;
    const look = () => void this.renew(false);
    call.addEventListener("papers", (event) => void this.renew(/** @type {CustomEvent} */ (event).detail), { signal });
    call.addEventListener("over", look, { signal });
    call.signalling.addEventListener("up", look, { signal });
    const timer = window.setInterval(() => call.stage !== "over" && !call.signalling.up && look(), EVERY);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  get #tabs() {
    return /** @type {NodeListOf<HTMLAnchorElement>} */ (this.#column.querySelectorAll(".tabs a"));
  }

  get #papers() {
    return /** @type {HTMLElement | null} */ (this.#column.querySelector("#papers"));
  }

  get #messages() {
    return /** @type {HTMLElement} */ (this.#column.querySelector("#messages"));
  }

  /**
   * @param {Event} event
   * @param {HTMLAnchorElement} tab
   */
  #choose(event, tab) {
    event.preventDefault();
    this.show(tab.hash === "#messages");
    this.#room.dispatchEvent(new Event("call:reading"));
  }

  /** A paper opened from the desk opens beside the call, not in its place. @param {Event} event */
  #keepRoom(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.getAttribute("href")?.startsWith("#")) return;
    if (link.protocol.startsWith("http") && link.pathname !== location.pathname) link.target = "_blank";
  }

  /** @param {boolean} reading messages, else papers */
  show(reading) {
    const papers = this.#papers;
    this.reading = reading || (papers === null && this.reading);
    if (papers) papers.hidden = reading;
    this.#messages.hidden = !reading;
    this.#room.classList.toggle("room--reading", reading);
    // Without papers there is a column only for as long as somebody reads.
    if (!papers) {
      this.#column.hidden = !reading;
      this.#room.classList.toggle("room--bare", !reading);
      this.reading = reading;
    }
    for (const tab of this.#tabs) tab.toggleAttribute("aria-current", (tab.hash === "#messages") === reading);
    for (const tab of this.#column.querySelectorAll(".tabs [aria-current]")) tab.setAttribute("aria-current", "true");
    if (reading) this.#count(0);
  }

  toggle() {
    this.show(!this.reading);
    if (this.reading) {
      this.#messages.focus();
      this.#messages.scrollIntoView({ block: "end" });
    }
    this.#room.dispatchEvent(new Event("call:reading"));
  }

  /** Somebody wrote something that is not being read. */
  missed() {
    if (!this.reading) this.#count(this.unread + 1);
  }

  /** @param {number} unread */
  #count(unread) {
    this.unread = unread;
    const badge = part(this.#column, "unread");
    badge.hidden = unread === 0;
    write(badge, String(unread));
  }

  /** @param {boolean} withdrawn everything goes, whatever is being done with it */
  async renew(withdrawn) {
    // For pieces that fetch themselves: hx-trigger="papers from:body".
    document.body.dispatchEvent(new CustomEvent("papers", { detail: { withdrawn } }));
    const papers = this.#papers;
    if (!withdrawn && !papers?.querySelector("[data-fresh]")) return;
    const answer = await fetch(this.#address, { signal: this.#signal }).catch(() => null);
    if (!papers || !answer?.ok) return withdrawn ? papers?.replaceChildren() : undefined;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (withdrawn) papers.replaceChildren(...fresh.body.childNodes);
    else for (const piece of fresh.querySelectorAll("[data-fresh][id]")) this.#swap(piece);
    window.htmx?.process(papers);
  }

  /** @param {Element} piece */
  #swap(piece) {
    const old = this.#papers?.querySelector(`[id="${piece.id}"]`);
    if (old && !old.contains(document.activeElement) && old.innerHTML !== piece.innerHTML) old.replaceWith(piece);
  }
}
