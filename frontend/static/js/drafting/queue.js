/**
 * What of a form the server has not confirmed yet. No DOM, no network, no storage: it is told what happens and says
 * what may be sent and when. Times are milliseconds of any one clock.
 *
 * A field is dirty (changed, to be sent), in flight, or confirmed. One batch is in flight at a time; the next one
 * carries what changed since. A batch that failed is dirty again, except where something newer was typed.
 *
 * @typedef {Record<string, string[]>} Fields name → values, as a browser would send them
 * @typedef {{ began_from: number, fields: Fields }} Batch
 * @typedef {"ready" | "offline" | "expired" | "refused" | "stopped"} Standing
 */

/** How long the keyboard rests before a save. */
export const QUIET = 800;
/** How long somebody who never rests waits for a save. */
export const LONGEST = 5000;
/** How often a session that has ended is asked about again. */
export const EXPIRED = 15_000;
/** Characters of one field; the server's own limit (teleconsult.drafting.TEXT_LIMIT). */
export const TEXT_LIMIT = 20_000;

const FIRST_RETRY = 1000;
const LAST_RETRY = 30_000;
const TRIED_KEPT = 4;

/**
 * Whether two fields hold the same. A browser sends line ends as CRLF and shows them as LF.
 *
 * @param {readonly string[] | undefined} one
 * @param {readonly string[] | undefined} other
 */
export function same(one = [], other = []) {
  const plain = (/** @type {string} */ value) => value.replace(/\r\n?/g, "\n");
  return one.length === other.length && one.every((value, index) => plain(value) === plain(other[index]));
}

/**
 * How long to wait after the n-th failure in a row: 1 s, 2 s, 4 s … at most 30 s, spread by a quarter either way so
 * that a centre's screens do not all come back in the same instant.
 *
 * @param {number} failures 1 or more
 * @param {number} random 0 ≤ random < 1
 */
export function patience(failures, random) {
  return Math.min(LAST_RETRY, FIRST_RETRY * 2 ** (failures - 1)) * (0.75 + random / 2);
}

export class Queue {
  /** @type {Map<string, string[]>} what the server holds, as far as we know */
  #known;
  /** @type {Map<string, string[][]>} what it may hold besides: sent, and never answered */
  #tried = new Map();
  /** @type {Map<string, string[]>} */
  #dirty = new Map();
  /** @type {Map<string, string[]> | null} */
  #flight = null;
  #first = 0;
  #last = 0;
  #notBefore = 0;
  #urged = false;
  /** Failures in a row. */
  failures = 0;
  /** @type {Standing} */
  standing = "ready";

  /**
   * @param {number} version the version the page was rendered from
   * @param {Map<string, string[]>} known the fields as the server rendered them
   */
  constructor(version, known = new Map()) {
    this.version = version;
    this.#known = new Map(known);
  }

  /** Everything unconfirmed, newest values. */
  get pending() {
    return new Map([...(this.#flight ?? []), ...this.#dirty]);
  }

  get busy() {
    return this.#flight !== null;
  }

  /** Names of fields that are too long to be sent at all. */
  get oversize() {
    return [...this.#dirty].filter(([, values]) => tooLong(values)).map(([name]) => name);
  }

  /** @param {string} name */
  known(name) {
    return this.#known.get(name);
  }

  /**
   * What the server may hold in this field without anybody else having written there.
   *
   * @param {string} name
   */
  bases(name) {
    const known = this.#known.get(name) ?? [];
    const flying = this.#flight?.get(name);
    return [known, ...(this.#tried.get(name) ?? []), ...(flying ? [flying] : [])];
  }

  /**
   * Somebody typed.
   *
   * @param {Fields} fields
   * @param {number} at
   */
  change(fields, at) {
    if (!this.#sendable().length) this.#first = at;
    this.#last = at;
    for (const [name, values] of Object.entries(fields)) this.#dirty.set(name, values);
    if (this.standing === "refused") this.standing = "ready";
  }

  /** Do not wait for the keyboard to rest. */
  urge() {
    this.#urged = true;
  }

  /** Something changed outside (the network is back, the tab is looked at): try now. */
  again() {
    this.#urged = true;
    this.#notBefore = 0;
  }

  /**
   * Milliseconds until the next try; null when there is nothing to try.
   *
   * @param {number} at
   * @returns {number | null}
   */
  wait(at) {
    if (this.busy || this.standing === "stopped" || this.standing === "refused") return null;
    if (this.standing === "expired") return Math.max(0, this.#notBefore - at);
    if (!this.#sendable().length) return null;
    const rested = this.#urged ? at : Math.min(this.#last + QUIET, this.#first + LONGEST);
    return Math.max(0, rested - at, this.#notBefore - at);
  }

  /**
   * The next batch, which is in flight from now on; null when there is none.
   *
   * @returns {Batch | null}
   */
  take() {
    if (this.busy || this.standing === "stopped") return null;
    const batch = this.#sendable();
    this.#urged = false;
    if (!batch.length) return null;
    for (const [name] of batch) this.#dirty.delete(name);
    this.#flight = new Map(batch);
    return { began_from: this.version, fields: Object.fromEntries(batch) };
  }

  /**
   * The server has it. Returns the names that nothing newer waits for.
   *
   * @param {number} version
   */
  confirm(version) {
    const flight = [...(this.#flight ?? [])];
    for (const [name, values] of flight) {
      this.#known.set(name, values);
      this.#tried.delete(name);
    }
    this.#flight = null;
    this.version = Math.max(this.version, version);
    this.resume();
    return flight.map(([name]) => name).filter((name) => !this.#dirty.has(name));
  }

  /** The session, or the network, is there again. */
  resume() {
    this.failures = 0;
    this.#notBefore = 0;
    if (this.standing !== "stopped") this.standing = "ready";
  }

  /**
   * No answer, or one that says nothing.
   *
   * @param {number} at
   * @param {number} random 0 ≤ random < 1
   */
  fail(at, random) {
    this.#land();
    this.failures += 1;
    this.#notBefore = at + patience(this.failures, random);
    if (this.standing === "ready") this.standing = "offline";
  }

  /**
   * The session has ended.
   *
   * @param {number} at
   */
  expire(at) {
    this.#land();
    this.#urged = false;
    this.#notBefore = at + EXPIRED;
    if (this.standing !== "stopped") this.standing = "expired";
  }

  /** The server will not take this batch; only a change can help. */
  refuse() {
    this.#land();
    if (this.standing !== "stopped") this.standing = "refused";
  }

  /** Nothing will be sent from here any more. */
  stop() {
    this.#land();
    this.standing = "stopped";
  }

  /**
   * What the server said it holds when it was asked. Returns what differs and is not being written here.
   *
   * @param {number} version
   * @param {Fields} fields
   * @returns {Fields}
   */
  learn(version, fields) {
    const pending = this.pending;
    const fresh = Object.entries(fields).filter(
      ([name, values]) => !pending.has(name) && !same(this.#known.get(name), values),
    );
    for (const [name, values] of Object.entries(fields)) this.#known.set(name, values);
    this.version = Math.max(this.version, version);
    return Object.fromEntries(fresh);
  }

  /** What was in flight is dirty again, unless something newer is. */
  #land() {
    for (const [name, values] of this.#flight ?? []) {
      this.#tried.set(name, [...(this.#tried.get(name) ?? []), values].slice(-TRIED_KEPT));
      if (!this.#dirty.has(name)) this.#dirty.set(name, values);
    }
    this.#flight = null;
  }

  #sendable() {
    return [...this.#dirty].filter(([, values]) => !tooLong(values));
  }
}

/** @param {string[]} values */
function tooLong(values) {
  return values.some((value) => value.length > TEXT_LIMIT);
}
