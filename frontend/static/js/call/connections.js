/**
 * The connections to everybody else in the room: made, kept and thrown away as the roster says.
 */
import { TRACK } from "app/call/media.js";
import { Peer } from "app/call/peer.js";

/**
 * @typedef {import("app/call/negotiation.js").Signal} Signal
 * @typedef {import("app/call/presence.js").Roster} Roster
 * @typedef {import("app/call/presence.js").Step} Step
 */

/** Events: `change`. */
export class Connections extends EventTarget {
  /** By seat. @type {Map<string, Peer>} */
  peers = new Map();
  /** Seats we have been connected to. @type {Set<string>} */
  met = new Set();
  /** @type {RTCIceServer[]} */
  #ice = [];
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

  /** @param {RTCIceServer[]} ice fresh ways, with fresh credentials */
  renew(ice) {
    this.#ice = ice;
    for (const peer of this.peers.values()) peer.renew(ice);
  }

  /** @param {Step[]} steps */
  follow(steps) {
    for (const step of steps) {
      if (step.do === "resync") this.peers.get(step.seat)?.resync();
      else this.part(step.seat);
      if (step.do === "connect") this.#connect(step.seat, step.page);
    }
  }

  /** @param {string} seat @param {string} page */
  #connect(seat, page) {
    const polite = this.#roster.seats.get(seat)?.polite ?? true;
    const peer = new Peer({ ice: this.#ice, polite, send: (signal) => this.#say(seat, page, signal) });
    this.peers.set(seat, peer);
    peer.addEventListener("state", () => {
      if (peer.state === "connected") this.met.add(seat);
      this.dispatchEvent(new Event("change"));
    });
    peer.addEventListener("stream", () => this.dispatchEvent(new Event("change")));
    peer.start(this.#media.tracks);
  }

  /** @param {string} seat */
  part(seat) {
    this.peers.get(seat)?.close();
    this.peers.delete(seat);
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
    if (peer && shows) peer.expectsMedia = shows.camera || shows.microphone;
  }

  /** Looks for a new way to everybody. */
  restart() {
    for (const peer of this.peers.values()) peer.restart();
  }

  close() {
    for (const seat of [...this.peers.keys()]) this.part(seat);
  }

  /** @param {import("app/call/media.js").Kind} kind */
  #retrack(kind) {
    const track = this.#media.tracks[TRACK[kind]];
    for (const peer of this.peers.values()) void peer.replaceTrack(TRACK[kind], track);
  }
}
