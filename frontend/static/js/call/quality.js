/**
 * What to send to one other person, what to ask of them, and what to say about the line: looked at once a second.
 */
import { Ladder, lower, RUNGS } from "app/call/ladder.js";
import { LineWatch } from "app/call/line.js";

/** @typedef {import("app/call/ladder.js").Rung} Rung */
/** @typedef {"good" | "small" | "sound" | "bad"} Verdict how one's own line carries */
/** @typedef {{ lost: number, concealed: number, kbps: number | null, rung: Rung }} Worst of some stretch of time */

/** Above this the device hardly keeps up; below that it would manage more. */
const TOO_BUSY = 0.85;
const AT_EASE = 0.3;
const LESS_AFTER = 4000;
const MORE_AFTER = 20_000;
/** Sound that is guessed so much is hard to follow. */
const HARD_TO_HEAR = 0.15;
const SAY_AFTER = 8000;
const STILL_AFTER = 2500;

export class Quality {
  #ladder = new Ladder();
  #watch = new LineWatch();
  /** What this device can unpack; told to whoever sends. @type {Rung} */
  appetite = "high";
  #busySince = Number.NaN;
  #easySince = Number.NaN;
  #hardSince = Number.NaN;
  #movedAt = Number.NaN;
  /** Whether their picture has stood still although their camera is on. */
  still = false;
  /** Whether sound itself hardly gets through. */
  hard = false;

  /** @type {Worst | null} */
  #worst = null;

  /** The worst since it was last asked for; null where nothing was seen. */
  takeWorst() {
    const worst = this.#worst;
    this.#worst = null;
    return worst;
  }

  /** @param {{ lost: number, concealed: number, room: number | null }} condition */
  #remember({ lost, concealed, room }) {
    const now = { lost, concealed, kbps: room === null ? null : Math.round(room), rung: this.rung };
    this.#worst = this.#worst ? worse(this.#worst, now) : now;
  }

  get rung() {
    return this.#ladder.rung;
  }

  /** What the other's device can unpack. @param {Rung} wish */
  set wish(wish) {
    this.#ladder.wish = wish;
  }

  /** What the way out has room for, where it is shared. @param {Rung} ceiling */
  set ceiling(ceiling) {
    this.#ladder.ceiling = ceiling;
  }

  /** @returns {Verdict} */
  get verdict() {
    if (this.hard) return "bad";
    if (this.rung === "sound") return "sound";
    return this.rung === "low" && this.#ladder.wish !== "low" ? "small" : "good";
  }

  /**
   * @param {Iterable<any>} rows of an RTCStatsReport
   * @param {number} at milliseconds of a steady clock
   * @returns {boolean} whether what is sent changes
   */
  look(rows, at) {
    const condition = this.#watch.look(rows, at);
    this.#taste(condition.busy, at);
    this.#listen(condition, at);
    if (condition.frames > 0 || Number.isNaN(this.#movedAt)) this.#movedAt = at;
    this.still = at - this.#movedAt > STILL_AFTER;
    const moved = this.#ladder.look(condition, at);
    this.#remember(condition);
    return moved;
  }

  /** @param {number} busy @param {number} at */
  #taste(busy, at) {
    this.#busySince = busy > TOO_BUSY ? this.#busySince || at : Number.NaN;
    this.#easySince = busy < AT_EASE ? this.#easySince || at : Number.NaN;
    const now = RUNGS.indexOf(this.appetite);
    // Never down to sound: a device that cannot unpack 180 lines has other troubles than its pictures.
    if (at - this.#busySince >= LESS_AFTER) this.#want(lower(RUNGS[Math.max(1, now - 1)] ?? "low", this.appetite));
    else if (at - this.#easySince >= MORE_AFTER) this.#want(RUNGS[Math.min(3, now + 1)] ?? "high");
  }

  /** @param {Rung} rung */
  #want(rung) {
    this.appetite = rung;
    this.#busySince = this.#easySince = Number.NaN;
  }

  /** @param {{ concealed: number, lost: number }} condition @param {number} at */
  #listen({ concealed, lost }, at) {
    const bad = concealed > HARD_TO_HEAR || (this.rung === "sound" && lost > 2 * HARD_TO_HEAR);
    this.#hardSince = bad ? this.#hardSince || at : Number.NaN;
    this.hard = at - this.#hardSince >= SAY_AFTER;
  }
}

/**
 * @param {Worst} one
 * @param {Worst} other
 * @returns {Worst}
 */
export function worse(one, other) {
  const known = [one.kbps, other.kbps].filter((kbps) => kbps !== null);
  return {
    lost: Math.max(one.lost, other.lost),
    concealed: Math.max(one.concealed, other.concealed),
    kbps: known.length ? Math.min(...known) : null,
    rung: lower(one.rung, other.rung),
  };
}
