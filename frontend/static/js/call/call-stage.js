/**
 * <call-stage>: the pictures. Whom one speaks to is large, and two share the stage; one's own is small and mirrored.
 * A face stands where no picture comes.
 */
import { copyOf, part, write } from "app/call/parts.js";
import { attach } from "app/call/pictures.js";

/**
 * @typedef {object} Shown
 * @property {string} name
 * @property {MediaStream | null} stream
 * @property {string} why why there is no picture; empty where there is one
 * @property {boolean} muted
 * @property {boolean} own
 */

export class CallStage extends HTMLElement {
  /** @type {Map<string, HTMLElement>} */
  #tiles = new Map();
  #speaker = "";

  /**
   * Shows exactly these, the large one first.
   *
   * @param {Map<string, Shown>} people by seat
   */
  show(people) {
    for (const [seat, tile] of this.#tiles) {
      if (people.has(seat)) continue;
      attach(this.#video(tile), null);
      tile.remove();
      this.#tiles.delete(seat);
    }
    for (const [seat, shown] of people) this.#draw(this.#tile(seat), shown);
    const others = [...people.values()].filter((shown) => !shown.own).length;
    this.classList.toggle("stage--two", others <= 1);
    this.classList.toggle("stage--three", others > 1);
    this.classList.toggle("stage--alone", others === 0);
  }

  /** @param {string} seat */
  #tile(seat) {
    const known = this.#tiles.get(seat);
    if (known) return known;
    const tile = copyOf(this, "template");
    this.#tiles.set(seat, tile);
    this.append(tile);
    void this.#speakThrough(this.#video(tile));
    return tile;
  }

  /**
   * @param {HTMLElement} tile
   * @param {Shown} shown
   */
  #draw(tile, { name, stream, why, muted, own }) {
    const video = this.#video(tile);
    tile.classList.toggle("video--own", own);
    video.muted = own;
    video.setAttribute("aria-label", name);
    attach(video, stream, (error) => this.#stopped(error));
    video.classList.toggle("is-away", why !== "");
    write(part(tile, "name"), name);
    write(part(tile, "initial"), name.slice(0, 1));
    write(part(tile, "why"), why);
    part(tile, "muted").hidden = !muted;
  }

  /** @param {HTMLElement} tile */
  #video(tile) {
    return /** @type {HTMLVideoElement} */ (tile.querySelector("video"));
  }

  /** A browser that keeps the sound off until the reader presses something. @param {unknown} error */
  #stopped(error) {
    if (error instanceof DOMException && error.name === "NotAllowedError") {
      this.dispatchEvent(new CustomEvent("call:silent", { bubbles: true }));
    }
  }

  /** After a press: everything that was held back plays. */
  async play() {
    await Promise.all(
      [...this.#tiles.values()].map((tile) =>
        this.#video(tile)
          .play()
          .catch(() => undefined),
      ),
    );
  }

  /** Which speaker the others are heard through. @param {string} id */
  set speaker(id) {
    if (id === this.#speaker) return;
    this.#speaker = id;
    for (const tile of this.#tiles.values()) void this.#speakThrough(this.#video(tile));
  }

  /** @param {HTMLVideoElement} video */
  async #speakThrough(video) {
    const out = /** @type {{ setSinkId?: (id: string) => Promise<void> }} */ (/** @type {unknown} */ (video));
    // A speaker that went away: the system's own one takes over.
    if (this.#speaker) await out.setSinkId?.(this.#speaker).catch(() => undefined);
  }
}

customElements.define("call-stage", CallStage);
