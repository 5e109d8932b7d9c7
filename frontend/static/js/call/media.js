/**
 * One's own camera and microphone. Off means off: the camera's track is stopped, so that its light goes out; the
 * microphone sends silence. What cannot be had is told, and never keeps anybody from coming in.
 */
import { constraints, gone, problem, remember, remembered, sorted } from "app/call/devices.js";

/** @typedef {"camera" | "microphone"} Kind */
/** @typedef {import("app/call/devices.js").Problem} Problem */
/** @typedef {import("app/call/devices.js").Devices} Devices */

export const TRACK = /** @type {const} */ ({ camera: "video", microphone: "audio" });
const KINDS = /** @type {Kind[]} */ (["camera", "microphone"]);

/** Events: `change` (something to show), `track` (detail: the kind whose track is another now). */
export class Media extends EventTarget {
  /** @type {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} */
  tracks = { audio: null, video: null };
  /** What the reader wants. */
  on = { camera: true, microphone: true };
  /** @type {Partial<Record<Kind, Problem>>} */
  problems = {};
  /** @type {Devices} */
  devices = { camera: [], microphone: [], speaker: [] };
  /** A device that went away while it was in use. @type {{ kind: Kind, label: string } | null} */
  lost = null;
  /** Whether a browser is asking the reader for permission. */
  asking = false;
  /** What is shown instead of the camera. @type {MediaStreamTrack | null} */
  screen = null;
  chosen = remembered(localStorage);
  #stop = new AbortController();

  /** @returns {MediaDevices | undefined} absent where the page came over an insecure address */
  get #door() {
    const door = /** @type {MediaDevices | undefined} */ (navigator.mediaDevices);
    return typeof door?.getUserMedia === "function" ? door : undefined;
  }

  /** What is shown to oneself; always the same stream, whatever camera feeds it. */
  mirror = new MediaStream();

  /** What goes out to the others. */
  get sent() {
    return { audio: this.tracks.audio, video: this.screen ?? this.tracks.video };
  }

  /** Whether this browser can show a screen; phones cannot. */
  get canShare() {
    return typeof this.#door?.getDisplayMedia === "function";
  }

  /** The reader chooses a window or a screen in the browser's own dialog; to close it changes nothing. */
  async share() {
    const asked = this.#door?.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false });
    const [track] = (await asked?.catch(() => null))?.getVideoTracks() ?? [];
    if (!track) return;
    if (this.#stop.signal.aborted) return track.stop();
    track.contentHint = "detail"; // letters must stay sharp, movement may stutter
    track.addEventListener("ended", () => this.unshare(), { signal: this.#stop.signal });
    this.screen = track;
    this.#told("camera");
  }

  unshare() {
    this.screen?.stop();
    this.screen = null;
    this.#told("camera");
  }

  /** Whether anything is heard or seen of us. */
  get shows() {
    return {
      microphone: this.on.microphone && this.tracks.audio?.muted === false,
      camera: this.on.camera && this.tracks.video?.muted === false,
    };
  }

  /** What the system has given to something else for a while, as a phone does for a telephone call. @returns {Kind | null} */
  get taken() {
    const isTaken = (/** @type {Kind} */ kind) => this.on[kind] && this.tracks[TRACK[kind]]?.muted === true;
    return isTaken("microphone") ? "microphone" : isTaken("camera") ? "camera" : null;
  }

  /**
   * Asks for both, or for what is wanted, with one question to the reader.
   *
   * @param {{ camera: boolean, microphone: boolean }} wanted
   */
  async open(wanted = { camera: true, microphone: true }) {
    this.on = { ...wanted };
    const door = this.#door;
    if (!door) return this.#cannot({ camera: "insecure", microphone: "insecure" });
    door.addEventListener("devicechange", () => void this.refresh(), { signal: this.#stop.signal });
    this.asking = true;
    this.#tell();
    const kinds = KINDS.filter((kind) => wanted[kind]);
    if (kinds.length && !(await this.#ask(kinds)))
      for (const kind of await this.#worthAsking(kinds)) await this.#ask([kind]);
    this.asking = false;
    await this.refresh();
  }

  /**
   * After both were refused together: which of them may still be had alone, without a second question.
   *
   * @param {Kind[]} kinds
   */
  async #worthAsking(kinds) {
    /** @type {Kind[]} */
    const worth = [];
    if (kinds.length < 2) return worth;
    for (const kind of kinds) {
      const asked = navigator.permissions?.query({ name: /** @type {PermissionName} */ (kind) });
      const state = await asked?.then((answer) => answer.state).catch(() => null);
      if (this.problems[kind] !== "refused" || state === "granted") worth.push(kind);
    }
    return worth;
  }

  /**
   * @param {Kind[]} kinds
   * @param {boolean} [exactly]
   */
  async #ask(kinds, exactly = false) {
    /** @type {MediaStreamConstraints} */
    const wanted = Object.assign({}, ...kinds.map((kind) => constraints(kind, this.chosen[kind], exactly)));
    try {
      const stream = await this.#door?.getUserMedia(wanted);
      for (const track of stream?.getTracks() ?? []) this.#take(track);
      return true;
    } catch (error) {
      this.#cannot(Object.fromEntries(kinds.map((kind) => [kind, problem(error)])));
      return false;
    }
  }

  /** @param {MediaStreamTrack} track */
  #take(track) {
    if (this.#stop.signal.aborted) return track.stop();
    const kind = track.kind === "video" ? "camera" : "microphone";
    const before = this.tracks[TRACK[kind]];
    this.tracks[TRACK[kind]] = track;
    before?.stop();
    delete this.problems[kind];
    if (this.lost?.kind === kind) this.lost = null;
    if (kind === "microphone") track.enabled = this.on.microphone;
    const { signal } = this.#stop;
    track.addEventListener("ended", () => this.#unplugged(kind, track), { signal });
    for (const change of ["mute", "unmute"]) track.addEventListener(change, () => this.#tell(), { signal });
    this.#told(kind);
  }

  /**
   * @param {Kind} kind
   * @param {MediaStreamTrack} track
   */
  #unplugged(kind, track) {
    if (this.tracks[TRACK[kind]] !== track) return;
    this.lost = { kind, label: track.label };
    this.tracks[TRACK[kind]] = null;
    this.#told(kind);
    void this.refresh();
  }

  /**
   * Switches one of them on or off; on may ask for permission.
   *
   * @param {Kind} kind
   * @param {boolean} on
   */
  async turn(kind, on) {
    this.on[kind] = on;
    const track = this.tracks[TRACK[kind]];
    if (on && !track) await this.#ask([kind]);
    else if (track && kind === "microphone") track.enabled = on;
    else if (track && !on) this.#put(kind);
    this.#tell();
  }

  /** @param {Kind} kind */
  #put(kind) {
    this.tracks[TRACK[kind]]?.stop();
    this.tracks[TRACK[kind]] = null;
    this.#told(kind);
  }

  /**
   * Another device; remembered by its id for next time.
   *
   * @param {Kind | "speaker"} kind
   * @param {string} id
   */
  async choose(kind, id) {
    this.chosen[kind] = id;
    remember(localStorage, kind, id);
    if (kind !== "speaker" && this.on[kind]) {
      // Some phones have one camera at a time: the old one must go first.
      if (kind === "camera") this.#put(kind);
      await this.#ask([kind], true);
    }
    this.#tell();
  }

  /** The device in use, as far as the browser says. @param {Kind | "speaker"} kind */
  inUse(kind) {
    const track = kind === "speaker" ? null : this.tracks[TRACK[kind]];
    return track?.getSettings().deviceId ?? this.chosen[kind] ?? this.devices[kind][0]?.id ?? "";
  }

  /** Looks which devices there are now. */
  async refresh() {
    const before = this.devices;
    this.devices = sorted((await this.#door?.enumerateDevices()) ?? []);
    for (const { kind, device } of gone(before, this.devices)) {
      // Firefox and some drivers do not end the track of an unplugged microphone.
      const track = kind === "speaker" ? null : this.tracks[TRACK[kind]];
      if (kind !== "speaker" && track?.getSettings().deviceId === device.id) {
        track.stop();
        this.#unplugged(kind, track);
      }
    }
    this.#tell();
  }

  /** Lets go of everything. */
  stop() {
    this.#stop.abort();
    this.unshare();
    for (const kind of KINDS) this.#put(kind);
  }

  /** @param {Partial<Record<Kind, Problem>>} problems */
  #cannot(problems) {
    Object.assign(this.problems, problems);
    this.#tell();
  }

  /** Asks again for whatever could not be had, went away or was taken. */
  async mend() {
    const { taken } = this;
    const kinds = KINDS.filter((kind) => this.problems[kind] || this.lost?.kind === kind);
    for (const kind of kinds) await this.turn(kind, true);
    if (taken) await this.#ask([taken]);
    await this.refresh();
  }

  /** @param {Kind} kind */
  #told(kind) {
    for (const track of this.mirror.getTracks()) if (track !== this.tracks.video) this.mirror.removeTrack(track);
    if (this.tracks.video) this.mirror.addTrack(this.tracks.video);
    this.dispatchEvent(new CustomEvent("track", { detail: kind }));
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
