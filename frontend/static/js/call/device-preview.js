/**
 * <device-preview>: one's own picture as in a mirror, and how loud one's microphone is.
 */
import { measure } from "app/call/level.js";
import { part, write } from "app/call/parts.js";
import { attach } from "app/call/pictures.js";

export class DevicePreview extends HTMLElement {
  /** @type {import("app/call/media.js").Media | null} */
  #media = null;
  #stop = new AbortController();
  /** @type {MediaStreamTrack | null} */
  #heard = null;
  #silence = () => {};

  disconnectedCallback() {
    this.#stop.abort();
    this.#listen(null);
  }

  /** @param {import("app/call/media.js").Media} media */
  set media(media) {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#media = media;
    media.addEventListener("change", () => this.#show(), { signal: this.#stop.signal });
    this.#show();
  }

  #show() {
    const media = this.#media;
    if (!media) return;
    const { audio, video } = media.tracks;
    const mirror = /** @type {HTMLVideoElement} */ (this.querySelector("video"));
    attach(mirror, media.mirror);
    mirror.hidden = !video;
    part(this, "dark").hidden = video !== null;
    write(part(this, "words"), this.#words(media));
    part(this, "heard").hidden = !audio;
    this.#listen(media.on.microphone ? audio : null);
  }

  /** @param {import("app/call/media.js").Media} media */
  #words(media) {
    if (media.asking) return gettext("The browser is asking whether this page may use camera and microphone");
    if (media.problems.camera) return gettext("Your video is not being sent");
    return gettext("Your camera is off");
  }

  /** @param {MediaStreamTrack | null} track */
  #listen(track) {
    if (track === this.#heard) return;
    this.#heard = track;
    this.#silence();
    this.#silence = track ? measure(track, (level) => this.#level(level)) : () => {};
    if (!track) this.#level(0);
  }

  /** @param {number} level */
  #level(level) {
    part(this, "level").setAttribute("width", String(level));
  }
}

customElements.define("device-preview", DevicePreview);
