/**
 * What the call has cost of somebody's data plan, and the wish to spend less: told where devices are chosen, to whoever
 * asks.
 */
import { part, write } from "app/call/parts.js";

/** @typedef {{ at: number, bytes: number }} Look */

const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
/** A rate of a shorter time says little. */
const AT_LEAST = 5000;
const SAVING = "xinqiao.saving";

/**
 * Bytes in a minute by the looks of the last minute; null where there is too little to tell by.
 *
 * @param {Look[]} looks the oldest first
 */
export function rate(looks) {
  const last = looks.at(-1);
  const first = looks.find(({ at }) => last && last.at - at <= MINUTE);
  if (!first || !last || last.at - first.at < AT_LEAST) return null;
  return ((last.bytes - first.bytes) / (last.at - first.at)) * MINUTE;
}

/** @param {number} bytes a figure that one reads at a glance */
export function megabytes(bytes) {
  const amount = bytes / MEGABYTE;
  return amount < 10 ? amount.toFixed(1) : String(Math.round(amount));
}

/** Whether somebody saved data in this browser before. */
function remembered() {
  try {
    return localStorage.getItem(SAVING) === "yes";
  } catch {
    return false;
  }
}

/** @param {boolean} saving */
function remember(saving) {
  try {
    localStorage.setItem(SAVING, saving ? "yes" : "no");
  } catch {
    // A browser that keeps nothing is asked again next time.
  }
}

export class DataUse {
  #root;
  /** @type {Look[]} */
  #looks = [];

  /**
   * @param {HTMLElement} root
   * @param {import("app/call/connections.js").Connections} connections
   * @param {AbortSignal} signal
   */
  constructor(root, connections, signal) {
    this.#root = root;
    const wish = /** @type {HTMLInputElement} */ (part(root, "saving"));
    wish.checked = connections.saving = remembered();
    const change = () => {
      connections.saving = wish.checked;
      remember(wish.checked);
    };
    wish.addEventListener("change", change, { signal });
  }

  /**
   * Called once a second.
   *
   * @param {number} bytes both ways, so far
   * @param {number} at milliseconds of a steady clock
   */
  look(bytes, at) {
    this.#looks = [...this.#looks.filter((look) => at - look.at <= MINUTE), { at, bytes }];
    const line = part(this.#root, "used");
    const perMinute = rate(this.#looks);
    const facts = { used: megabytes(bytes), rate: megabytes(perMinute ?? 0) };
    const sofar = gettext("Used since you came in: %(used)s MB.");
    const both = gettext("Used since you came in: %(used)s MB, at present about %(rate)s MB a minute.");
    write(line, interpolate(perMinute === null ? sofar : both, facts, true));
  }
}
