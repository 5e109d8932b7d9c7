/**
 * What a connection of some seconds comes to, from a look at its statistics each second. Knows the names of the WebRTC
 * statistics and nothing else.
 */

import { LineWatch } from "app/call/line.js";

/** @typedef {import("app/call/check-words.js").Measured} Measured */
/** @typedef {{ at: number, up: number, room: number | null, ms: number, sent: number, came: number, missing: number }} Look */

const LATE = 5; // looks that count: the first seconds only find out what the line takes

export class Weighing {
  #watch = new LineWatch();
  /** @type {Look[]} */
  #looks = [];

  /**
   * @param {Iterable<any>} rows of an RTCStatsReport
   * @param {number} at milliseconds of a steady clock
   */
  look(rows, at) {
    const all = [...rows];
    const sum = (/** @type {string} */ type, /** @type {string} */ field) =>
      all.reduce((so, row) => so + (row.type === type ? (row[field] ?? 0) : 0), 0);
    const { lost, room, ms } = this.#watch.look(all, at);
    const [came, missing] = [sum("inbound-rtp", "packetsReceived"), sum("inbound-rtp", "packetsLost")];
    this.#looks.push({ at, up: lost, room, ms, sent: sum("outbound-rtp", "bytesSent"), came, missing });
  }

  /** @returns {Measured | null} null where there was nothing to look at */
  result() {
    const late = this.#looks.slice(-LATE);
    const [first, last] = [late[0], late.at(-1)];
    if (!first || !last) return null;
    const up = late.reduce((sum, look) => sum + look.up, 0) / late.length;
    // Firefox tells nothing of the room there is; what went through is the least there must be.
    const through = last.at > first.at ? ((last.sent - first.sent) * 8) / (last.at - first.at) : 0;
    return { kbps: Math.round(last.room ?? through), ms: last.ms, lost: Math.max(up, back(first, last, up)) };
  }
}

/**
 * The share that was lost on the way back. What never arrived there could not come back either.
 *
 * @param {Look} first
 * @param {Look} last
 * @param {number} up
 */
function back(first, last, up) {
  const missing = Math.max(0, last.missing - first.missing);
  const all = missing + last.came - first.came;
  if (all <= 0 || up >= 1) return 0;
  return Math.min(1, Math.max(0, (missing / all - up) / (1 - up)));
}
