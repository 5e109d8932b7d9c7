/**
 * <device-choice>: which camera, which microphone, which speaker. The same before and during the call.
 */
import { deviceName } from "app/call/device-words.js";
import { playTone } from "app/call/level.js";
import { copyOf } from "app/call/parts.js";

/** @typedef {import("app/call/devices.js").Kind} Kind */

const KINDS = /** @type {Kind[]} */ (["camera", "microphone", "speaker"]);
// Not every browser lets a page choose the speaker; then the system's own is used.
const CHOOSES_SPEAKER = "setSinkId" in HTMLMediaElement.prototype;

export class DeviceChoice extends HTMLElement {
  /** @type {import("app/call/media.js").Media | null} */
  #media = null;
  #stop = new AbortController();

  disconnectedCallback() {
    this.#stop.abort();
  }

  /** @param {import("app/call/media.js").Media} media */
  set media(media) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#media = media;
    this.replaceChildren(copyOf(document, "#device-fields"));
    for (const kind of KINDS) this.#ready(kind, signal);
    this.querySelector("[data-test]")?.addEventListener("click", () => playTone(media.inUse("speaker")), { signal });
    media.addEventListener("change", () => this.#show(), { signal });
    this.#show();
  }

  /**
   * @param {Kind} kind
   * @param {AbortSignal} signal
   */
  #ready(kind, signal) {
    const { select, label } = this.#field(kind);
    select.id = `${kind}-${this.dataset.in}`;
    label.htmlFor = select.id;
    select.addEventListener("change", () => void this.#media?.choose(kind, select.value), { signal });
  }

  /** @param {Kind} kind */
  #field(kind) {
    const field = /** @type {HTMLElement} */ (this.querySelector(`[data-kind="${kind}"]`));
    const select = /** @type {HTMLSelectElement} */ (field.querySelector("select"));
    return { field, select, label: /** @type {HTMLLabelElement} */ (field.querySelector("label")) };
  }

  #show() {
    for (const kind of KINDS) this.#list(kind);
  }

  /** @param {Kind} kind */
  #list(kind) {
    const media = this.#media;
    const { field, select } = this.#field(kind);
    const devices = media?.devices[kind] ?? [];
    field.hidden = kind === "speaker" ? !CHOOSES_SPEAKER || devices.length === 0 : false;
    select.disabled = devices.length === 0;
    const options = devices.map(({ id, label }, index) => new Option(deviceName(kind, label, index + 1), id));
    if (!options.length) options.push(new Option(gettext("None found"), ""));
    const before = [...select.options].map((option) => option.value + option.text).join("\n");
    // Written anew only where something changed: an open list would close under the reader's hand.
    if (before !== options.map((option) => option.value + option.text).join("\n")) select.replaceChildren(...options);
    select.value = media?.inUse(kind) ?? "";
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
}

customElements.define("device-choice", DeviceChoice);
