/**
 * How much picture a line carries: a ladder from 720p down to sound alone. Sound comes first, so a step down is quick
 * and a step up is a trial. Knows no browser: figures go in, a rung comes out.
 *
 * A line that loses packets at random loses them at any size, so loss alone makes the picture small but does not take
 * it away; only a line that is too narrow, or that loses every third packet, carries sound alone.
 */

/** @typedef {"sound" | "low" | "middle" | "high"} Rung */

/**
 * @typedef {object} Line what is known of the way to one other person
 * @property {number} lost share of our packets that did not arrive, 0–1
 * @property {number | null} room kbit/s that the browser believes the way can take; null before it knows
 */

/** From the lowest to the highest. */
export const RUNGS = /** @type {const} */ (["sound", "low", "middle", "high"]);
/** What is sent: the picture's sides divided by `scale`, at most `kbps` kbit/s. */
export const SENT = { low: { scale: 4, kbps: 150 }, middle: { scale: 2, kbps: 500 }, high: { scale: 1, kbps: 1700 } };
/** Frames per second of a screen, whose letters must stay sharp: it gives up movement instead of size. */
const SCREEN_FRAMES = { low: 2, middle: 5, high: 15 };
const CAMERA_FRAMES = 30;
/** kbit/s without which a rung, with its sound, is not worth while. */
export const NEEDS = { sound: 0, low: 120, middle: 250, high: 550 };
/** A browser that sends sound alone learns no more of the way than that sound fits. */
const SOUND_FITS = 55;
const LOSES = 0.15;
const LOSES_MUCH = 0.35;

export const DOWN_AFTER = 3000;
export const UP_AFTER = 3000;
/** A trial that failed makes the next one wait longer, but never so long that a healed line is not noticed. */
export const LONGEST_WAIT = 8000;
const TRIAL = 8000;

/** @param {Rung} rung */
const height = (rung) => RUNGS.indexOf(rung);

/** @param {Rung} one @param {Rung} other @returns {Rung} */
export const lower = (one, other) => (height(one) < height(other) ? one : other);

/**
 * The highest rung that such a line carries.
 *
 * @param {Line} line
 * @param {Rung} now a browser's estimate says little beyond what is being sent
 * @returns {Rung}
 */
export function carried({ lost, room }, now) {
  if (lost > LOSES_MUCH) return "sound";
  const fitting = [...RUNGS].reverse().find((rung) => room === null || NEEDS[rung] <= room) ?? "sound";
  const worthTrying = now === "sound" && fitting === "sound" && room !== null && room >= SOUND_FITS;
  const best = worthTrying ? "low" : fitting;
  return lost > LOSES ? lower(best, "low") : best;
}

/**
 * How the picture is sent on a rung (RTCRtpEncodingParameters).
 *
 * @param {Rung} rung
 * @param {boolean} screen whether it is a screen and no face
 */
export function encoding(rung, screen) {
  if (rung === "sound") return { active: false };
  const { scale, kbps } = SENT[rung];
  return {
    active: true,
    maxBitrate: kbps * 1000,
    scaleResolutionDownBy: screen ? 1 : scale,
    maxFramerate: screen ? SCREEN_FRAMES[rung] : CAMERA_FRAMES,
  };
}

export class Ladder {
  /** @type {Rung} */
  rung = "high";
  /** The other's device can take no more than this. @type {Rung} */
  wish = "high";
  /** The way out is shared: no more than this is sent. @type {Rung} */
  ceiling = "high";
  #wait = UP_AFTER;
  /** Since when the line has asked for less, or would carry more. */
  #lowSince = Number.NaN;
  #highSince = Number.NaN;
  #raisedAt = Number.NEGATIVE_INFINITY;
  /** Whether the last step up still has to prove itself. */
  #trying = false;

  /**
   * Called about once a second.
   *
   * @param {Line} line
   * @param {number} at milliseconds of a steady clock
   * @returns {boolean} whether the rung is another now
   */
  look(line, at) {
    const wanted = carried(line, this.rung);
    const before = this.rung;
    const most = lower(this.wish, this.ceiling);
    if (height(most) < height(this.rung)) this.rung = most;
    else if (height(wanted) < height(this.rung)) this.#sink(wanted, at);
    else this.#rise(lower(wanted, most), at);
    if (this.rung !== before) this.#lowSince = this.#highSince = Number.NaN;
    return this.rung !== before;
  }

  /** @param {Rung} wanted @param {number} at */
  #sink(wanted, at) {
    this.#highSince = Number.NaN;
    if (Number.isNaN(this.#lowSince)) this.#lowSince = at;
    if (at - this.#lowSince < DOWN_AFTER) return;
    if (this.#trying) this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
    this.#trying = false;
    this.rung = wanted;
  }

  /** @param {Rung} wanted @param {number} at */
  #rise(wanted, at) {
    this.#lowSince = Number.NaN;
    if (this.#trying && at - this.#raisedAt > TRIAL) {
      this.#trying = false;
      this.#wait = UP_AFTER;
    }
    if (height(wanted) <= height(this.rung)) {
      this.#highSince = Number.NaN;
      return;
    }
    if (Number.isNaN(this.#highSince)) this.#highSince = at;
    if (at - this.#highSince < this.#wait) return;
    this.rung = RUNGS[height(this.rung) + 1] ?? this.rung;
    this.#raisedAt = at;
    this.#trying = true;
  }
}
