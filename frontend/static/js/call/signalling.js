/**
 * The room's socket, which comes back by itself. While it is away, negotiation waits in order, what was written waits
 * for its receipt, and the pictures go on without it.
 */

export const HEARTBEAT = 15_000;
export const DEAF_AFTER = 25_000;
/** How long an answer may take once there is reason to doubt the socket. */
export const DOUBTFUL_AFTER = 4000;
const MINUTE = 60_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const LONGEST_QUEUE = 400;

/**
 * Codes after which the server does not want us back (protocol.Close). 1000 is none of them: whoever leaves has let go
 * of the socket before, and Firefox says it of every socket of a page that is being reloaded.
 */
const FINAL = new Map([
  [4400, "not_asked"],
  [4401, "signed_out"],
  [4403, "no_right"],
  [4404, "no_seat"],
  [4409, "moved"],
  [4410, "ended"],
  [4412, "closed"],
]);

/**
 * Milliseconds before the next try: doubled each time, and spread, so that a whole clinic does not knock at once.
 *
 * @param {number} failures
 * @param {number} chance 0–1
 */
export function pause(failures, chance) {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures) * (0.5 + chance);
}

/**
 * @typedef {{ kind: string, [field: string]: unknown }} Message
 *
 * @typedef {object} World what a test replaces
 * @property {(url: string) => WebSocket} open
 * @property {(after: number, then: () => void) => number} wait
 * @property {(timer: number) => void} forget
 * @property {() => number} now
 * @property {() => number} chance
 * @property {() => Promise<"there" | "gone" | "signed_out" | "away">} probe asks the page itself why no socket opens
 */

/** @type {Omit<World, "probe">} */
const BROWSER = {
  open: (url) => new WebSocket(url),
  wait: (after, then) => Number(setTimeout(then, after)),
  forget: (timer) => clearTimeout(timer),
  now: () => performance.now(),
  chance: () => Math.random(),
};

/** Events: `up`, `down`, `message` (detail: the message), `ended` (detail: why). */
export class Signalling extends EventTarget {
  #url;
  #world;
  /** @type {WebSocket | null} */
  #socket = null;
  #ready = false;
  #failures = 0;
  #retry = 0;
  #beat = 0;
  #doubts = 0;
  #heardAt = 0;
  #beatAt = 0;
  #toldAt = 0;
  /** What the line carried since it was last asked for; goes out with a heartbeat. @type {() => object | null} */
  carried = () => null;
  #over = false;
  /** @type {Message[]} */
  #queue = [];
  /** Written, not yet confirmed. @type {Map<string, string>} */
  unconfirmed = new Map();

  /**
   * @param {string} url
   * @param {Partial<World> & Pick<World, "probe">} world
   */
  constructor(url, world) {
    super();
    this.#url = url;
    this.#world = { ...BROWSER, ...world };
  }

  /** Whether something can be said now. */
  get up() {
    return this.#socket?.readyState === 1;
  }

  /** Opens the socket, or tries again at once. */
  start() {
    if (this.#over || this.up || this.#socket) return;
    this.#world.forget(this.#retry);
    const socket = this.#world.open(this.#url);
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#opened();
    };
    socket.onmessage = (event) => this.#heard(event);
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code, opened);
  }

  /** The network is back, or another one: do not wait for the next try; a socket of the old one is no good. */
  refresh() {
    if (this.#over) return;
    if (this.#socket) this.#lose();
    this.#failures = 0;
    this.start();
  }

  /** Media stopped coming, perhaps by the same network: asks now, and opens another socket where no answer comes. */
  doubt() {
    const doubted = this.#socket;
    if (!this.up) return;
    this.#pulse();
    const asked = this.#beatAt;
    this.#world.forget(this.#doubts);
    this.#doubts = this.#world.wait(DOUBTFUL_AFTER, () => {
      if (doubted !== this.#socket || this.#heardAt > asked) return;
      this.#lose();
      this.start();
    });
  }

  /** Ends it for good. */
  stop() {
    this.#over = true;
    for (const timer of [this.#retry, this.#beat, this.#doubts]) this.#world.forget(timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
  }

  /** We are in the call: what waited goes out, what was never confirmed goes out again. */
  ready() {
    this.#ready = true;
    const waiting = this.#queue;
    this.#queue = [];
    for (const message of waiting) this.#put(message);
    for (const [client_code, body] of this.unconfirmed) this.#put({ kind: "chat", client_code, body });
  }

  /**
   * Says something now. False where nobody hears it.
   *
   * @param {string} kind
   * @param {Record<string, unknown>} [fields]
   */
  say(kind, fields = {}) {
    if (!this.up) return false;
    this.#put({ kind, ...fields });
    return true;
  }

  /**
   * Negotiation: now, or in the same order when we are back.
   *
   * @param {Record<string, unknown>} fields
   */
  signal(fields) {
    const message = { kind: "signal", ...fields };
    if (this.up && this.#ready) this.#put(message);
    else if (this.#queue.length < LONGEST_QUEUE) this.#queue.push(message);
  }

  /**
   * Writes a line; it goes out until the server has confirmed it.
   *
   * @param {string} client_code
   * @param {string} body
   */
  write(client_code, body) {
    this.unconfirmed.set(client_code, body);
    if (this.up && this.#ready) this.#put({ kind: "chat", client_code, body });
  }

  #opened() {
    this.#failures = 0;
    this.#heardAt = this.#beatAt = this.#world.now();
    this.#toldAt ||= this.#beatAt;
    this.#listen();
    this.dispatchEvent(new Event("up"));
  }

  /** A sign of life; the server keeps the attendance by it and answers. */
  #pulse() {
    this.#beatAt = this.#world.now();
    const due = this.#beatAt - this.#toldAt >= MINUTE;
    const line = due ? this.carried() : null;
    if (due) this.#toldAt = this.#beatAt;
    this.say("heartbeat", line ? { line } : {});
  }

  #listen() {
    this.#beat = this.#world.wait(HEARTBEAT / 3, () => {
      const silence = this.#world.now() - this.#heardAt;
      if (silence > DEAF_AFTER) {
        this.#lose();
        this.start();
        return;
      }
      if (this.#world.now() - this.#beatAt >= HEARTBEAT) this.#pulse();
      this.#listen();
    });
  }

  /** @param {MessageEvent} event */
  #heard(event) {
    this.#heardAt = this.#world.now();
    /** @type {Message & { line?: { client_code: string, mine: boolean }, client_code?: string }} */
    const message = JSON.parse(event.data);
    const settled = message.kind === "chat" && message.line?.mine ? message.line.client_code : message.client_code;
    if (settled) this.unconfirmed.delete(settled);
    this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  /**
   * @param {number} code
   * @param {boolean} opened
   */
  #closed(code, opened) {
    const why = FINAL.get(code);
    if (opened && why) return this.#end(why);
    this.#lose();
    if (opened) return this.#again();
    // A refused handshake tells a browser nothing; the page behind the same door tells.
    this.#world.probe().then((answer) => {
      if (answer === "gone") this.#end("no_seat");
      else if (answer === "signed_out") this.#end("signed_out");
      else this.#again();
    });
  }

  #lose() {
    const socket = this.#socket;
    const was = this.#ready || socket?.readyState === 1;
    this.#socket = null;
    this.#ready = false;
    this.#world.forget(this.#beat);
    socket?.close();
    if (was || this.#failures === 0) this.dispatchEvent(new Event("down"));
  }

  #again() {
    if (this.#over) return;
    this.#retry = this.#world.wait(pause(this.#failures, this.#world.chance()), () => this.start());
    this.#failures += 1;
  }

  /** @param {string} why */
  #end(why) {
    this.stop();
    this.dispatchEvent(new CustomEvent("ended", { detail: why }));
  }

  /** @param {Message} message */
  #put(message) {
    this.#socket?.send(JSON.stringify(message));
  }
}
