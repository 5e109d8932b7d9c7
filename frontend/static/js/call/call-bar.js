/**
 * <call-bar>: microphone, camera, devices, messages, emergency, leave; M and V switch without the mouse.
 * Says `call:do` (detail: microphone, camera, devices, screen, messages, emergency or leave).
 */
import { part, write } from "app/call/parts.js";

/** @type {Record<string, string>} */
const KEYS = { m: "microphone", v: "camera" };

export class CallBar extends HTMLElement {
  #stop = new AbortController();

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.addEventListener("click", (event) => this.#click(event), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-does]") : null;
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    this.#do(button.dataset.does ?? "");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const does = KEYS[event.key.toLowerCase()];
    if (!does || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("input, textarea, select, [contenteditable]") || part(this, `does="${does}"`).hidden) return;
    event.preventDefault();
    this.#do(does);
  }

  /** @param {string} does */
  #do(does) {
    this.dispatchEvent(new CustomEvent("call:do", { detail: does, bubbles: true }));
  }

  /**
   * @param {object} state
   * @param {{ microphone: boolean, camera: boolean }} state.shows what the others hear and see
   * @param {boolean} state.over nothing more can be switched
   * @param {boolean} state.inside in the call, where there are messages
   * @param {boolean} state.reading the messages are open
   * @param {number} state.unread
   */
  show({ shows, over, inside, reading, unread }) {
    this.#switch("microphone", shows.microphone, {
      on: [gettext("Mute"), gettext("Mute microphone")],
      off: [gettext("Unmute"), gettext("Unmute microphone")],
    });
    this.#switch("camera", shows.camera, {
      on: [gettext("Camera"), gettext("Turn camera off")],
      off: [gettext("Camera"), gettext("Turn camera on")],
    });
    for (const does of ["microphone", "camera", "devices"]) part(this, `does="${does}"`).hidden = over;
    part(this, "gap").hidden = over;
    const messages = part(this, 'does="messages"');
    messages.hidden = !inside;
    messages.setAttribute("aria-pressed", String(reading));
    const count = part(messages, "unread");
    count.hidden = unread === 0;
    write(count, String(unread));
  }

  /**
   * @param {string} does
   * @param {boolean} on
   * @param {{ on: [string, string], off: [string, string] }} words short ones to see, full ones to hear
   */
  #switch(does, on, words) {
    const button = part(this, `does="${does}"`);
    const [short, full] = on ? words.on : words.off;
    part(button, "on").hidden = !on;
    part(button, "off").hidden = on;
    button.classList.toggle("is-off", !on);
    button.setAttribute("aria-label", full);
    write(part(button, "short"), short);
  }
}

customElements.define("call-bar", CallBar);
