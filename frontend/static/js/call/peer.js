/**
 * The connection to one other person. Everything above speaks to this interface and to no peer connection, so that a
 * server engine can stand behind it later: start, replaceTrack, setMuted, receive, resync, restart, stats, close,
 * what the line carries (`quality`), and the events `stream`, `state`, `line`.
 */
import { encoding } from "app/call/ladder.js";
import { Negotiation } from "app/call/negotiation.js";
import { Quality } from "app/call/quality.js";
import { Recovery } from "app/call/recovery.js";
import { traffic } from "app/call/stats.js";

/** @typedef {"audio" | "video"} Kind */
/** @typedef {import("app/call/negotiation.js").Signal} Signal */
/** @typedef {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} Tracks */

/**
 * What a person sees of a connection: it is being made, it carries, it is broken, or it is over.
 *
 * @typedef {"connecting" | "connected" | "broken" | "closed"} State
 */

const LOOK_EVERY = 500;
/** Figures of a shorter time say little. */
const WEIGH_EVERY = 950;
/** @type {Record<string, State>} */
const STATES = { connected: "connected", disconnected: "broken", failed: "broken", closed: "closed" };

/**
 * Redundant sound first: at 20 % loss it leaves 2 % of the sound to be guessed instead of 16 %.
 *
 * @template {{ mimeType: string }} Codec
 * @param {Codec[]} codecs
 * @returns {Codec[]}
 */
export function redFirst(codecs) {
  const isRed = (/** @type {Codec} */ codec) => codec.mimeType.toLowerCase() === "audio/red";
  return [...codecs.filter(isRed), ...codecs.filter((codec) => !isRed(codec))];
}

export class Peer extends EventTarget {
  #line;
  #negotiation;
  #recovery;
  #polite;
  /** @type {Tracks} */
  #tracks = { audio: null, video: null };
  /** @type {Map<Kind, RTCRtpTransceiver>} */
  #ways = new Map();
  #stop = new AbortController();
  #timer = 0;
  /** Whether sound or picture is to be expected from them; see Recovery. */
  expectsMedia = true;
  /** @type {State} */
  state = "connecting";
  stream = new MediaStream();
  quality = new Quality();
  #weighedAt = 0;
  /** Bytes both ways, so far. */
  used = 0;

  /**
   * @param {object} how
   * @param {RTCIceServer[]} how.ice none where the server names none: never a foreign one
   * @param {boolean} how.polite who gives way; the other one makes the first offer
   * @param {(signal: Signal) => void} how.send
   */
  constructor({ ice, polite, send }) {
    super();
    this.#polite = polite;
    this.#line = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
    this.#negotiation = new Negotiation({ line: this.#line, polite, send, prepare: () => this.#adopt() });
    this.#recovery = new Recovery(() => this.restart());
    this.#listen(send);
  }

  /** @param {(signal: Signal) => void} send */
  #listen(send) {
    const { signal } = this.#stop;
    const line = this.#line;
    line.addEventListener("negotiationneeded", () => this.#needed(), { signal });
    line.addEventListener("icecandidate", ({ candidate }) => candidate && send({ candidate: candidate.toJSON() }), {
      signal,
    });
    line.addEventListener("connectionstatechange", () => this.#changed(), { signal });
    line.addEventListener("track", ({ track }) => this.#gained(track), { signal });
    window.addEventListener("online", () => this.#recovery.network(performance.now()), { signal });
    // Not everywhere: Chromium alone tells when a phone goes from Wi-Fi to the mobile network.
    const network = /** @type {{ connection?: EventTarget }} */ (/** @type {unknown} */ (navigator)).connection;
    network?.addEventListener("change", () => this.#recovery.network(performance.now()), { signal });
    this.#timer = window.setInterval(() => void this.#look(), LOOK_EVERY);
  }

  /** Other ICE servers ask for it too, and an offer of nothing would break the connection for good. */
  #needed() {
    if (this.#line.getTransceivers().length) void this.#negotiation.offer();
  }

  /**
   * Begins to send these; the one who need not give way makes the first offer.
   *
   * @param {Tracks} tracks
   */
  start(tracks) {
    this.#tracks = { ...tracks };
    if (this.#polite) return;
    for (const kind of /** @type {Kind[]} */ (["audio", "video"])) {
      // Both directions and both kinds from the start: muting, switching and late permission need no new negotiation.
      this.#keep(kind, this.#line.addTransceiver(tracks[kind] ?? kind, { direction: "sendrecv" }));
    }
    // At once, without waiting for the browser to find out that negotiation is needed: the first picture waits for it.
    void this.#negotiation.offer();
  }

  /** The other's offer has made the transceivers: put our tracks on them before we answer. */
  async #adopt() {
    for (const way of this.#line.getTransceivers()) {
      const kind = /** @type {Kind} */ (way.receiver.track.kind);
      if (this.#ways.has(kind)) continue;
      way.direction = "sendrecv";
      this.#keep(kind, way);
      await way.sender.replaceTrack(this.#tracks[kind]);
    }
  }

  /**
   * @param {Kind} kind
   * @param {RTCRtpTransceiver} way
   */
  #keep(kind, way) {
    this.#ways.set(kind, way);
    const codecs = kind === "audio" ? RTCRtpReceiver.getCapabilities("audio")?.codecs : undefined;
    if (codecs && "setCodecPreferences" in way) way.setCodecPreferences(redFirst(codecs));
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack | null} track null sends nothing
   */
  async replaceTrack(kind, track) {
    this.#tracks[kind] = track;
    await this.#ways.get(kind)?.sender.replaceTrack(track);
    if (kind === "video") void this.#limit();
  }

  /**
   * @param {Kind} kind
   * @param {boolean} muted
   */
  setMuted(kind, muted) {
    const track = this.#tracks[kind];
    if (track) track.enabled = !muted;
  }

  /** @param {Signal} signal */
  async receive(signal) {
    await this.#negotiation.receive(signal);
  }

  /** There is somebody at the other end now: our offer, with all that was found out so far, goes out. */
  call() {
    this.#negotiation.resend();
  }

  /** Signalling was away at either end: say again what may be lost, and look for a way if there is none. */
  resync() {
    this.#negotiation.resend();
    if (this.state === "broken") this.restart();
  }

  /** @param {RTCIceServer[]} ice fresh credentials for the next search */
  renew(ice) {
    this.#line.setConfiguration({ iceServers: ice, bundlePolicy: "max-bundle" });
  }

  /** Looks for a new way through the network; sound and picture stay negotiated. */
  restart() {
    if (this.#line.signalingState === "stable") this.#line.restartIce();
    else this.#negotiation.resend();
  }

  close() {
    this.#stop.abort();
    clearInterval(this.#timer);
    this.#line.close();
    for (const track of this.stream.getTracks()) this.stream.removeTrack(track);
    this.#become("closed");
  }

  /** @returns {Promise<RTCStatsReport>} */
  stats() {
    return this.#line.getStats();
  }

  async #look() {
    const at = performance.now();
    if (this.#line.connectionState !== "connected") return this.#recovery.look(at);
    let count = 0;
    const rows = [...(await this.stats()).values()];
    for (const row of rows) if (row.type === "inbound-rtp") count += row.packetsReceived ?? 0;
    if (this.#line.connectionState !== "connected") return; // it has changed while we asked
    this.#recovery.packets(count, this.expectsMedia, at);
    // The browser takes six seconds to notice a line that has died; nobody should look at a still picture so long.
    this.#become(this.#recovery.silent(at) ? "broken" : "connected");
    this.used = traffic(rows);
    if (at - this.#weighedAt >= WEIGH_EVERY) this.#weigh(rows, at);
  }

  /**
   * @param {any[]} rows
   * @param {number} at
   */
  #weigh(rows, at) {
    this.#weighedAt = at;
    const { verdict, still, appetite } = this.quality;
    if (this.quality.look(rows, at)) void this.#limit();
    const { quality } = this;
    const same = verdict === quality.verdict && still === quality.still && appetite === quality.appetite;
    if (!same) this.dispatchEvent(new Event("line"));
  }

  /** Sends as much picture as the line carries; sound is sent whole, and before the picture. */
  async #limit() {
    const { rung } = this.quality;
    const sender = this.#ways.get("video")?.sender;
    const how = sender?.getParameters();
    const [first] = how?.encodings ?? [];
    if (!sender || !how || !first) return; // not negotiated yet: the next look sees to it
    Object.assign(first, encoding(rung, this.#tracks.video?.contentHint === "detail"));
    // A negotiation in the same moment makes the parameters stale; the rung is looked at again in a second.
    await sender.setParameters(how).catch(() => undefined);
  }

  /** @param {MediaStreamTrack} track */
  #gained(track) {
    this.stream.addTrack(track);
    this.dispatchEvent(new Event("stream"));
  }

  #changed() {
    const state = this.#line.connectionState;
    this.#recovery.state(state, performance.now());
    this.#become(STATES[state] ?? (this.state === "broken" ? "broken" : "connecting"));
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
