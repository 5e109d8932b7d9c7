/**
 * <call-lobby>: who waits to be let in. It sounds when somebody comes; the host admits or turns away.
 * Says `call:admit` and `call:turn-away` (detail: the seat).
 */
import { knock, unlock } from "app/call/chime.js";
import { copyOf, part, write } from "app/call/parts.js";
import { placeOf } from "app/call/showing.js";
import { listed } from "app/listed.js";

/** @typedef {import("app/call/call.js").Waiting} Waiting */

export class CallLobby extends HTMLElement {
  #stop = new AbortController();
  /** @type {Set<string>} */
  #known = new Set();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.addEventListener("click", (event) => this.#click(event), { signal });
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => void unlock(), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const seat = /** @type {HTMLElement | null | undefined} */ (button?.closest("[data-seat]"))?.dataset.seat;
    if (!button?.dataset.does || !seat) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent(`call:${button.dataset.does}`, { detail: seat, bubbles: true }));
  }

  /** @param {Waiting[]} waiting */
  set waiting(waiting) {
    const list = part(this, "list");
    const rows = new Map([...list.querySelectorAll("li")].map((row) => [row.dataset.seat ?? "", row]));
    for (const [seat, row] of rows) if (!waiting.some((one) => one.seat === seat)) row.remove();
    for (const one of waiting) if (!rows.has(one.seat)) list.append(this.#row(one));
    this.#announce(waiting);
  }

  /** @param {Waiting} one */
  #row({ seat, name, ...other }) {
    const row = copyOf(this, "template");
    row.dataset.seat = seat;
    part(row, "name").textContent = name;
    part(row, "place").textContent = placeOf(other);
    part(row, 'does="admit"').textContent = interpolate(gettext("Admit %(name)s"), { name }, true);
    part(row, "whom").textContent = ` ${name}`;
    return row;
  }

  /** @param {Waiting[]} waiting */
  #announce(waiting) {
    const fresh = waiting.filter((one) => !this.#known.has(one.seat));
    this.#known = new Set(waiting.map((one) => one.seat));
    if (fresh.length) knock();
    const names = listed(waiting.map((one) => one.name));
    write(part(this, "said"), names && interpolate(gettext("Waiting to be let in: %(names)s"), { names }, true));
  }
}

customElements.define("call-lobby", CallLobby);
