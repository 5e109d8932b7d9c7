/**
 * Who is in the room, as the server tells it, and what that means for the connections to them. A page is a browser
 * tab: it stays while its socket comes and goes, and it changes with a reload.
 */

/**
 * @typedef {"relative" | "interpreter"} Visits
 *
 * @typedef {object} Seat
 * @property {string} seat
 * @property {string} name
 * @property {string} place empty for a visitor
 * @property {Visits} [visits] as what somebody without an account comes
 * @property {"host" | "guest"} part
 * @property {boolean} polite whether we give way to them
 *
 * @typedef {{ microphone: boolean, camera: boolean, screen: boolean, wants: import("app/call/ladder.js").Rung }} Shows
 *
 * What to do with the connection to a seat: `connect` throws an earlier one away, `resync` keeps it.
 * @typedef {{ do: "connect" | "resync", seat: string, page: string } | { do: "drop", seat: string }} Step
 */

export class Roster {
  you = "";
  /** @type {"host" | "guest"} */
  part = "guest";
  /** @type {Map<string, Seat>} */
  seats = new Map();
  /** Seats with a live socket in the call. @type {Set<string>} */
  present = new Set();
  /** The tab we speak to, by seat; it stays while their socket is lost. @type {Map<string, string>} */
  pages = new Map();
  /** Tabs that came in before we did. @type {Map<string, string>} */
  #earlier = new Map();
  /** What their microphone and camera do, and how much picture their device can take. @type {Map<string, Shows>} */
  shows = new Map();

  /** Everybody but ourselves, hosts first. @returns {Seat[]} */
  get others() {
    const others = [...this.seats.values()].filter((seat) => seat.seat !== this.you);
    return others.sort((one, other) => Number(other.part === "host") - Number(one.part === "host"));
  }

  /** The host, if that is somebody else. */
  get host() {
    return this.others.find((seat) => seat.part === "host") ?? null;
  }

  /** @param {{ you: string, part: "host" | "guest", seats: Seat[], present: string[] }} message */
  welcome({ you, part, seats, present }) {
    this.you = you;
    this.part = part;
    this.expect(seats);
    this.present = new Set(present);
  }

  /**
   * Somebody was given a seat, or lost one.
   *
   * @param {Seat[]} seats
   */
  expect(seats) {
    this.seats = new Map(seats.map((seat) => [seat.seat, seat]));
  }

  /**
   * We are in, for the first time or again.
   *
   * @param {{ peers: { seat: string, page: string }[] }} message
   * @returns {Step[]}
   */
  entered({ peers }) {
    // Somebody may have come in at the same moment: told to us as we stood outside, not yet noted where peers are read.
    const all = new Map([...this.#earlier, ...peers.map(({ seat, page }) => /** @type {const} */ ([seat, page]))]);
    this.#earlier.clear();
    for (const seat of all.keys()) this.present.add(seat);
    return [...all].map(([seat, page]) => this.#meet({ seat, page }));
  }

  /**
   * @param {{ seat: string, page: string }} message
   * @param {boolean} inside whether we are in the call ourselves
   * @returns {Step[]}
   */
  joined(message, inside) {
    this.present.add(message.seat);
    if (inside) return [this.#meet(message)];
    this.#earlier.set(message.seat, message.page);
    return [];
  }

  /**
   * @param {{ seat: string, page: string, for_good: boolean }} message
   * @returns {Step[]}
   */
  left({ seat, page, for_good }) {
    const known = this.pages.get(seat);
    if (known !== undefined && known !== page) return []; // an earlier tab of theirs
    this.present.delete(seat);
    this.#earlier.delete(seat);
    if (!for_good || known === undefined) return [];
    this.forget(seat);
    return [{ do: "drop", seat }];
  }

  /** @param {{ seat: string } & Shows} message */
  show({ seat, microphone, camera, screen, wants }) {
    this.shows.set(seat, { microphone, camera, screen, wants });
  }

  /** @param {string} seat */
  forget(seat) {
    this.pages.delete(seat);
    this.shows.delete(seat);
  }

  /**
   * @param {{ seat: string, page: string }} peer
   * @returns {Step}
   */
  #meet({ seat, page }) {
    const same = this.pages.get(seat) === page;
    if (!same) this.shows.delete(seat);
    this.pages.set(seat, page);
    return { do: same ? "resync" : "connect", seat, page };
  }
}
