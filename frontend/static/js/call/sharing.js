/**
 * The screen instead of the camera: the button, and the strip that says so for as long as it lasts.
 */
import { part } from "app/call/parts.js";

export class Sharing {
  #root;
  #media;

  /**
   * @param {HTMLElement} root
   * @param {import("app/call/media.js").Media} media
   * @param {AbortSignal} signal
   */
  constructor(root, media, signal) {
    this.#root = root;
    this.#media = media;
    this.#note.addEventListener("click", (event) => this.#click(event), { signal });
  }

  get #note() {
    return part(this.#root, "share-note");
  }

  /** @param {Event} event */
  #click(event) {
    if (event.target instanceof Element && event.target.closest("button")) this.#media.unshare();
  }

  toggle() {
    if (this.#media.screen) this.#media.unshare();
    else void this.#media.share();
  }

  /** @param {boolean} inside in the call */
  show(inside) {
    const button = part(this.#root, 'does="screen"');
    button.hidden = !inside || !this.#media.canShare;
    button.setAttribute("aria-pressed", String(this.#media.screen !== null));
    this.#note.hidden = !inside || this.#media.screen === null;
  }
}
