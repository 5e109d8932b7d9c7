/**
 * Keeps a phone's screen lit while somebody is talking; a dark screen ends the camera.
 */
export class Awake {
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #wanted = false;

  /** @param {AbortSignal} signal */
  constructor(signal) {
    // The browser lets go of it whenever the page is hidden.
    document.addEventListener("visibilitychange", () => void this.#take(), { signal });
  }

  /** @param {boolean} wanted */
  keep(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#take();
    else void this.#lock?.release();
  }

  async #take() {
    if (!this.#wanted || document.visibilityState !== "visible") return;
    this.#lock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }
}
