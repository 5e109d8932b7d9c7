/**
 * One person's call: the socket, who is there, the connections. Knows no page; `call-room` shows what it says.
 */
import { Connections } from "app/call/connections.js";
import { Roster } from "app/call/presence.js";
import { Signalling } from "app/call/signalling.js";
import { situation } from "app/call/situation.js";

/**
 * @typedef {import("app/call/media.js").Media} Media
 * @typedef {import("app/call/situation.js").Facts} Facts
 * @typedef {{ seat: string, name: string, place: string, since: string, visits?: import("app/call/presence.js").Visits }} Waiting
 * @typedef {{ client_code: string, by: string, mine: boolean, body: string, at: string }} Line
 */

/** Events: `change`, `line` (detail: a Line), `papers` (detail: withdrawn), `refused` (detail: why), `over`. */
export class Call extends EventTarget {
  /** @type {Facts["stage"]} */
  stage = "lobby";
  over = "";
  /** @type {Facts["standing"]} */
  standing = "outside";
  /** @type {Waiting[]} */
  waiting = [];
  withdrawn = false;
  known = false;
  failed = false;
  opensAt = 0;
  startsAt = 0;
  enteredAt = 0;
  roster = new Roster();
  #page = crypto.randomUUID();
  #wantsIn = false;
  #skew = 0;
  #shown = "";
  #memory;

  /**
   * @param {object} how
   * @param {string} how.url of the socket
   * @param {string} how.code of the room
   * @param {Media} how.media
   * @param {() => Promise<"there" | "gone" | "signed_out" | "away">} how.probe
   */
  constructor({ url, code, media, probe }) {
    super();
    this.media = media;
    this.#memory = `xinqiao.call.${code}`;
    this.signalling = new Signalling(url, { probe });
    this.connections = new Connections({
      roster: this.roster,
      media,
      say: (to, page, signal) => this.signalling.signal({ to, page, ...signal }),
    });
    this.signalling.carried = () => this.connections.takeWorst();
    this.signalling.addEventListener("up", () => this.#up());
    this.signalling.addEventListener("down", () => this.#down());
    this.signalling.addEventListener("ended", (event) => this.end(detail(event)));
    this.signalling.addEventListener("message", (event) => this.#hear(detail(event)));
    this.connections.addEventListener("change", () => this.#show());
    this.connections.addEventListener("broken", () => this.signalling.doubt());
    media.addEventListener("change", () => this.#show());
  }

  /** Milliseconds since 1970 by the server's clock. */
  get now() {
    return Date.now() + this.#skew;
  }

  /** @returns {Facts} */
  get facts() {
    const { stage, over, standing, withdrawn, known, failed, roster } = this;
    const host = roster.host;
    return {
      stage,
      over,
      standing,
      withdrawn,
      known,
      failed,
      peers: [...this.connections.peers].map(([seat, { state, quality }]) => ({
        state,
        signalling: roster.present.has(seat),
        line: quality.verdict,
      })),
      part: roster.part,
      open: this.opensAt > 0 && this.now >= this.opensAt,
      up: this.signalling.up,
      hostPresent: host !== null && roster.present.has(host.seat),
    };
  }

  get situation() {
    return situation(this.facts);
  }

  /** What was on when this tab was reloaded in mid-call. @returns {{ camera: boolean, microphone: boolean } | null} */
  get interrupted() {
    return JSON.parse(sessionStorage.getItem(this.#memory) ?? "null");
  }

  start() {
    this.#wantsIn = this.interrupted !== null;
    this.signalling.start();
  }

  /** Guests knock and come in once admitted; whoever may, walks in. */
  comeIn() {
    this.#wantsIn = true;
    if (this.standing === "admitted") this.#enter();
    else this.signalling.say("knock");
  }

  /** @param {string} seat */
  admit(seat) {
    this.signalling.say("admit", { seat });
  }

  /** @param {string} seat */
  turnAway(seat) {
    this.signalling.say("turn_away", { seat });
  }

  /** @param {string} body @returns {Line} the line as it stands until the server has it */
  write(body) {
    const client_code = crypto.randomUUID();
    this.signalling.write(client_code, body);
    return { client_code, body, by: "", mine: true, at: new Date(this.now).toISOString() };
  }

  /** Looks for a way: to the server, or to the others. */
  retry() {
    if (this.signalling.up) this.connections.restart();
    else this.signalling.refresh();
  }

  /** The machine is on another network. */
  moveNetwork() {
    this.signalling.refresh();
    this.connections.refresh();
  }

  leave() {
    this.signalling.say("leave");
    this.end("left");
  }

  /** The next page in this tab comes straight back in. */
  remember() {
    sessionStorage.setItem(this.#memory, JSON.stringify(this.media.on));
  }

  /** The page goes away but may come back (a reload): everything closes, nothing is forgotten. */
  suspend() {
    this.signalling.stop();
    this.connections.close();
    this.media.stop();
  }

  #enter() {
    if (this.stage !== "over") this.signalling.say("enter", { page: this.#page });
  }

  #up() {
    if (this.stage === "in") this.#enter();
    this.#tell();
  }

  #down() {
    this.failed = true;
    this.#tell();
  }

  /** @param {any} message */
  #hear(message) {
    if (!Object.hasOwn(this.#ears, message.kind)) return; // a heartbeat, or a word of a newer server
    this.#ears[message.kind](message);
    this.#tell();
  }

  /** @type {Record<string, (message: any) => void>} */
  #ears = {
    welcome: (message) => {
      this.roster.welcome(message);
      this.#times(message);
      this.connections.prepare();
    },
    expected: ({ seats }) => {
      this.roster.expect(seats);
      this.connections.prepare();
    },
    times: (message) => this.#times(message),
    lobby: (message) => this.#lobby(message),
    entered: (message) => this.#entered(message),
    joined: (message) => {
      this.connections.follow(this.roster.joined(message, this.stage === "in"));
      this.#shown = ""; // whoever comes knows nothing of us yet
      this.#show();
    },
    left: (message) => {
      this.connections.follow(this.roster.left(message));
      this.connections.prepare();
    },
    signal: (message) => this.connections.signalled(message),
    show: (message) => {
      this.roster.show(message);
      this.connections.expect(message.seat);
    },
    chat: ({ line }) => this.dispatchEvent(new CustomEvent("line", { detail: line })),
    papers: ({ withdrawn }) => {
      this.withdrawn ||= withdrawn;
      this.dispatchEvent(new CustomEvent("papers", { detail: withdrawn }));
    },
    refused: ({ why }) => this.dispatchEvent(new CustomEvent("refused", { detail: why })),
    moved: () => this.end("moved"),
    closed: ({ why }) => this.end(why || "closed"),
    removed: ({ why }) => this.end(why),
  };

  /** @param {{ now: string, opens_at: string, starts_at: string }} message */
  #times({ now, opens_at, starts_at }) {
    this.#skew = Date.parse(now) - Date.now();
    this.opensAt = Date.parse(opens_at);
    this.startsAt = Date.parse(starts_at);
  }

  /** @param {{ standing: Facts["standing"], waiting: Waiting[] }} message */
  #lobby({ standing, waiting }) {
    this.known = true;
    this.standing = standing;
    this.waiting = waiting;
    if (standing === "turned_away") this.#wantsIn = false;
    if (!this.#wantsIn || this.stage !== "lobby") return;
    if (standing === "admitted") this.#enter();
    else if (standing === "outside") this.signalling.say("knock");
  }

  /** @param {{ ice: RTCIceServer[], peers: { seat: string, page: string }[], messages: Line[] }} message */
  #entered({ ice, peers, messages }) {
    this.stage = "in";
    this.enteredAt ||= Date.now();
    this.connections.enter(ice);
    this.connections.follow(this.roster.entered({ peers }));
    this.connections.prepare();
    this.signalling.ready();
    for (const line of messages) this.dispatchEvent(new CustomEvent("line", { detail: line }));
    this.#shown = "";
    this.#show();
  }

  /** Tells the others, and this tab's memory, what is on. */
  #show() {
    const { shows: on, screen: shared } = this.media;
    const screen = shared !== null;
    const shows = { ...on, camera: on.camera || screen, screen, wants: this.connections.appetite };
    const words = JSON.stringify(shows);
    if (this.stage === "in" && words !== this.#shown) {
      this.#shown = words;
      this.remember();
      this.signalling.say("show", shows);
    }
    this.#tell();
  }

  /** It is over, for this reason: everything is let go. @param {string} why */
  end(why) {
    if (this.stage === "over") return;
    this.stage = "over";
    this.over = why;
    sessionStorage.removeItem(this.#memory);
    this.signalling.stop();
    this.connections.close();
    this.media.stop();
    this.#tell();
    this.dispatchEvent(new Event("over"));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Event} event */
function detail(event) {
  return /** @type {CustomEvent} */ (event).detail;
}
