/**
 * The connections to everybody else in the room: made, kept and thrown away as the roster says. For whoever is still
 * to come one lies ready, so that their first picture waits for nothing but the network.
 */
import { lower, RUNGS } from "app/call/ladder.js";
import { TRACK } from "app/call/media.js";
import { Peer } from "app/call/peer.js";
import { worse } from "app/call/quality.js";

/**
 * @typedef {import("app/call/negotiation.js").Signal} Signal
 * @typedef {import("app/call/presence.js").Roster} Roster
 * @typedef {import("app/call/presence.js").Step} Step
 *
 * A connection with nobody at its other end yet; `call` gives it one.
 * @typedef {{ peer: Peer, call: (page: string) => void }} Spare
 */

/** Events: `change`, `broken` (somebody is not reached any more). */
export class Connections extends EventTarget {
  /** By seat. @type {Map<string, Peer>} */
  peers = new Map();
  /** Seats we have been connected to. @type {Set<string>} */
  met = new Set();
  /** By seat. @type {Map<string, Spare>} */
  #spares = new Map();
  /** @type {RTCIceServer[]} */
  #ice = [];
  #inside = false;
  #saving = false;
  /** Bytes of connections that are over. */
  #spent = 0;
  #roster;
  #media;
  #say;

  /**
   * @param {object} how
   * @param {Roster} how.roster
   * @param {import("app/call/media.js").Media} how.media
   * @param {(to: string, page: string, signal: Signal) => void} how.say
   */
  constructor({ roster, media, say }) {
    super();
    this.#roster = roster;
    this.#media = media;
    this.#say = say;
    media.addEventListener("track", (event) => this.#retrack(/** @type {CustomEvent} */ (event).detail));
  }

  /**
   * We are in the call.
   *
   * @param {RTCIceServer[]} ice fresh ways, with fresh credentials
   */
  enter(ice) {
    this.#inside = true;
    this.#ice = ice;
    for (const peer of this.peers.values()) peer.renew(ice);
    for (const { peer } of this.#spares.values()) peer.renew(ice);
  }

  /**
   * Lays one ready for everybody who is not connected. Whoever is to call makes the offer and looks for ways through
   * the network only when in the call: before that nobody has said which ways there are.
   */
  prepare() {
    for (const { seat, polite } of this.#roster.others) {
      const away = !this.peers.has(seat) || !this.#roster.present.has(seat);
      if (away && !this.#spares.has(seat) && (polite || this.#inside)) this.#spares.set(seat, this.#make(seat));
    }
  }

  /** The network is another one: what was found out about the old one is of no use. */
  refresh() {
    for (const { peer } of this.#spares.values()) peer.close();
    this.#spares.clear();
    this.prepare();
  }

  /** @param {Step[]} steps */
  follow(steps) {
    for (const step of steps) {
      if (step.do === "resync") this.peers.get(step.seat)?.resync();
      else this.#part(step.seat);
      if (step.do === "connect") this.#connect(step.seat, step.page);
    }
  }

  /** @param {string} seat @returns {Spare} */
  #make(seat) {
    let to = "";
    const polite = this.#roster.seats.get(seat)?.polite ?? true;
    // What is found before there is anybody to tell stands in the offer that `call` sends.
    const send = (/** @type {Signal} */ signal) => to && this.#say(seat, to, signal);
    const peer = new Peer({ ice: this.#ice, polite, send });
    peer.start(this.#media.sent);
    const call = (/** @type {string} */ page) => {
      to = page;
      peer.call();
    };
    return { peer, call };
  }

  /** @param {string} seat @param {string} page */
  #connect(seat, page) {
    const { peer, call } = this.#spares.get(seat) ?? this.#make(seat);
    this.#spares.delete(seat);
    this.peers.set(seat, peer);
    peer.addEventListener("state", () => {
      if (peer.state === "connected") this.met.add(seat);
      if (peer.state === "broken") this.dispatchEvent(new Event("broken"));
      this.dispatchEvent(new Event("change"));
    });
    for (const kind of ["stream", "line"]) peer.addEventListener(kind, () => this.dispatchEvent(new Event("change")));
    call(page);
    this.#share();
  }

  /** One way out for everybody: whoever sends to two sends each of them half the picture. */
  #share() {
    const ceiling = this.peers.size > 1 ? "middle" : "high";
    for (const { quality } of this.peers.values()) quality.ceiling = ceiling;
  }

  /** @param {string} seat */
  #part(seat) {
    this.#spent += this.peers.get(seat)?.used ?? 0;
    this.peers.get(seat)?.close();
    this.peers.delete(seat);
    this.#share();
  }

  /** @param {{ by: string, page: string } & Signal} message */
  signalled({ by, page, description, candidate }) {
    if (this.#roster.pages.get(by) !== page) return; // of a tab that is gone
    const peer = this.peers.get(by);
    // What a reloaded page says into the old connection fails; the new one is on its way.
    peer?.receive({ description, candidate }).catch(() => peer.state !== "closed" && peer.restart());
  }

  /**
   * Whether sound or picture is to be expected of them.
   *
   * @param {string} seat
   */
  expect(seat) {
    const shows = this.#roster.shows.get(seat);
    const peer = this.peers.get(seat);
    if (!peer || !shows) return;
    peer.expectsMedia = shows.camera || shows.microphone;
    peer.quality.wish = this.#saving ? lower("low", shows.wants) : shows.wants;
  }

  /** Whether the reader wants to spend little data: small pictures, theirs and ours. */
  get saving() {
    return this.#saving;
  }

  set saving(saving) {
    this.#saving = saving;
    for (const seat of this.peers.keys()) this.expect(seat);
    this.dispatchEvent(new Event("change"));
  }

  /** Bytes both ways since this page came in. */
  get used() {
    return [...this.peers.values()].reduce((sum, peer) => sum + peer.used, this.#spent);
  }

  /** What this device can unpack of everybody's pictures, and is to. @returns {import("app/call/ladder.js").Rung} */
  get appetite() {
    const all = [...this.peers.values()].map(({ quality }) => quality.appetite);
    return all.reduce(lower, this.#saving ? "low" : RUNGS[3]);
  }

  /** The worst of all lines since it was last asked for. @returns {import("app/call/quality.js").Worst | null} */
  takeWorst() {
    const all = [...this.peers.values()].map(({ quality }) => quality.takeWorst()).filter((worst) => worst !== null);
    return all.length ? all.reduce(worse) : null;
  }

  /** Looks for a new way: to whom it is lost, else to everybody. */
  restart() {
    const lost = [...this.peers.values()].filter(({ state }) => state === "broken");
    for (const peer of lost.length ? lost : this.peers.values()) peer.restart();
  }

  close() {
    for (const seat of [...this.peers.keys()]) this.#part(seat);
    for (const { peer } of this.#spares.values()) peer.close();
    this.#spares.clear();
  }

  /** @param {import("app/call/media.js").Kind} kind */
  #retrack(kind) {
    const track = this.#media.sent[TRACK[kind]];
    const spares = [...this.#spares.values()].map((spare) => spare.peer);
    for (const peer of [...this.peers.values(), ...spares]) void peer.replaceTrack(TRACK[kind], track);
  }
}
