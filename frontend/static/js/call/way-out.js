/**
 * Where the call stands between a full picture and the telephone; and the telephone, when nothing better is left.
 */
import { lower, RUNGS } from "app/call/ladder.js";

/** @typedef {import("app/call/situation.js").Situation} Situation */
/** @typedef {import("app/call/ladder.js").Rung} Rung */

/** Most breaks mend themselves sooner; numbers that flash up and go would only frighten. */
export const PATIENCE = 8000;
/** @type {Set<Situation>} */
const AT_ONCE = new Set(["line_bad", "technical"]);
/** @type {Set<Situation>} */
const IN_A_WHILE = new Set(["peer_broken", "network_away", "unreachable"]);
/** @type {Set<Situation>} */
const ON_THE_LADDER = new Set(["line_small", "line_sound", "line_bad", "peer_broken"]);
const PHONE = 4;

/**
 * Whether to offer the telephone.
 *
 * @param {Situation} situation
 * @param {number} since milliseconds for which it has been so
 */
export function byPhone(situation, since) {
  return AT_ONCE.has(situation) || (IN_A_WHILE.has(situation) && since >= PATIENCE);
}

/**
 * The step one stands on, from 0 (full picture) to 4 (telephone); -1 where there is nothing to say of it.
 *
 * @param {Situation} situation
 * @param {Rung[]} rungs of all lines
 * @param {number} since
 */
export function step(situation, rungs, since) {
  if (!ON_THE_LADDER.has(situation)) return -1;
  if (situation === "line_bad" || byPhone(situation, since)) return PHONE;
  if (situation === "peer_broken") return -1;
  return RUNGS.length - 1 - RUNGS.indexOf(rungs.reduce(lower, "high"));
}

export class WayOut {
  #root;
  /** @type {Situation | ""} */
  #situation = "";
  #since = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /**
   * Called whenever something has changed, and once a second.
   *
   * @param {import("app/call/call.js").Call} call
   * @param {number} at milliseconds of a steady clock
   */
  show({ situation, connections }, at) {
    if (situation !== this.#situation) this.#since = at;
    this.#situation = situation;
    const since = at - this.#since;
    const phones = /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-phones]"));
    for (const numbers of phones) numbers.hidden = !byPhone(situation, since);
    const rungs = [...connections.peers.values()].map(({ quality }) => quality.rung);
    this.#mark(step(situation, rungs, since));
  }

  /** @param {number} step */
  #mark(step) {
    const list = /** @type {HTMLElement} */ (this.#root.querySelector("[data-rungs]"));
    list.hidden = step < 0;
    [...list.children].forEach((each, number) => {
      if (number === step) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    });
  }
}
