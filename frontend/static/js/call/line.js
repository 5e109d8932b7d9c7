/**
 * What a connection's statistics say of the line, from one look to the next. Knows the names of the WebRTC
 * statistics and nothing else.
 */

import { pairOf } from "app/call/stats.js";

/**
 * @typedef {object} Condition
 * @property {number} lost share of what we sent that did not arrive, 0–1; the worse of sound and picture
 * @property {number | null} room kbit/s that the way out is believed to take
 * @property {number} ms there and back
 * @property {number} concealed share of the sound we hear that had to be guessed, 0–1
 * @property {number} busy share of the time that the device spends unpacking pictures; above 1 it cannot keep up
 * @property {number} frames of their picture unpacked since the last look
 */

export class LineWatch {
  /** @type {{ at: number, guessed: number, heard: number, unpacking: number, frames: number } | null} */
  #before = null;

  /**
   * @param {Iterable<any>} rows of an RTCStatsReport
   * @param {number} at milliseconds of a steady clock
   * @returns {Condition}
   */
  look(rows, at) {
    const all = [...rows];
    const of = (/** @type {string} */ type, /** @type {string} */ kind) =>
      all.find((row) => row.type === type && row.kind === kind) ?? {};
    const pair = pairOf(all);
    const [sound, picture] = [of("inbound-rtp", "audio"), of("inbound-rtp", "video")];
    const now = {
      at,
      // Silence that is made up is no gap that anybody hears.
      guessed: (sound.concealedSamples ?? 0) - (sound.silentConcealedSamples ?? 0),
      heard: sound.totalSamplesReceived ?? 0,
      unpacking: picture.totalDecodeTime ?? 0,
      frames: picture.framesDecoded ?? 0,
    };
    const before = this.#before ?? now;
    this.#before = now;
    const share = (/** @type {number} */ part, /** @type {number} */ whole) =>
      whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
    return {
      lost: Math.max(0, ...all.map((row) => (row.type === "remote-inbound-rtp" ? (row.fractionLost ?? 0) : 0))),
      room: typeof pair.availableOutgoingBitrate === "number" ? pair.availableOutgoingBitrate / 1000 : null,
      ms: Math.round((pair.currentRoundTripTime ?? 0) * 1000),
      concealed: share(now.guessed - before.guessed, now.heard - before.heard),
      busy: at > before.at ? Math.max(0, (now.unpacking - before.unpacking) / ((at - before.at) / 1000)) : 0,
      frames: Math.max(0, now.frames - before.frames),
    };
  }
}
