/**
 * The room as a page: one Call and one Media; what they say goes to the parts, what the reader presses goes to them.
 */
import { Awake } from "app/call/awake.js";
import { Call } from "app/call/call.js";
import { CallBar } from "app/call/call-bar.js";
import { CallChat } from "app/call/call-chat.js";
import { CallLobby } from "app/call/call-lobby.js";
import { CallStage } from "app/call/call-stage.js";
import { DataUse } from "app/call/data-use.js";
import { Desk } from "app/call/desk.js";
import { DeviceChoice } from "app/call/device-choice.js";
import { DevicePreview } from "app/call/device-preview.js";
import { deviceWords } from "app/call/device-words.js";
import { Emergency } from "app/call/emergency.js";
import { Media } from "app/call/media.js";
import { fill, part, write } from "app/call/parts.js";
import { Sharing } from "app/call/sharing.js";
import { facesOf, knownOf, length, showExpected } from "app/call/showing.js";
import { forVisitor } from "app/call/visitor-words.js";
import { WayOut } from "app/call/way-out.js";
import { refusal, wordsOf } from "app/call/words.js";
import { say } from "app/toast.js";

const SECOND = 1000;

/**
 * The one element of a kind. Its class is named, so that it is defined before it is used.
 *
 * @template {HTMLElement} Kind
 * @param {HTMLElement} root
 * @param {string} name
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function the(root, name, kind) {
  const found = root.querySelector(name);
  if (found instanceof kind) return found;
  throw new Error(`no <${name}>`);
}

export class RoomPage {
  #root;
  #stop = new AbortController();
  #media = new Media();
  #clock = 0;
  /** @type {import("app/call/words.js").Does} */
  #does = "";
  /** The difficulties with devices that the reader knew when they came in; not told again. */
  #accepted = "";
  #inside = false;
  #due = 0;

  /** @param {HTMLElement} root */
  constructor(root) {
    const { signal } = this.#stop;
    const url = new URL(root.dataset.socket ?? "", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.#root = root;
    this.call = new Call({ url: url.href, code: root.dataset.code ?? "", media: this.#media, probe });
    this.desk = new Desk(root, signal);
    this.bar = the(root, "call-bar", CallBar);
    this.chat = the(root, "call-chat", CallChat);
    this.lobby = the(root, "call-lobby", CallLobby);
    this.stage = the(root, "call-stage", CallStage);
    this.preview = the(root, "device-preview", DevicePreview);
    this.dataUse = new DataUse(root, this.call.connections, signal);
    this.emergency = new Emergency(root, signal);
    this.awake = new Awake(signal);
    this.wayOut = new WayOut(root);
    this.sharing = new Sharing(root, this.#media, signal);
  }

  start() {
    this.#listen();
    const { closed } = this.#root.dataset;
    if (closed !== undefined) return this.call.end(closed || "closed");
    for (const choice of this.#root.querySelectorAll("device-choice")) {
      if (choice instanceof DeviceChoice) choice.media = this.#media;
    }
    this.preview.media = this.#media;
    this.#clock = window.setInterval(() => this.#tick(), SECOND);
    void this.#media.open(this.call.interrupted ?? undefined);
    this.call.start();
    this.#show();
  }

  stop() {
    this.#stop.abort();
    clearInterval(this.#clock);
    this.call.suspend();
  }

  #listen() {
    const { signal } = this.#stop;
    const { call, chat } = this;
    const on = (
      /** @type {EventTarget} */ target,
      /** @type {string} */ kind,
      /** @type {(detail: any) => void} */ then,
    ) => target.addEventListener(kind, (event) => then(/** @type {CustomEvent} */ (event).detail), { signal });
    on(call, "change", () => this.#soon());
    on(call, "line", (line) => chat.add(line, true) && !line.mine && this.#missed());
    this.desk.follow(call);
    on(call, "refused", (why) => refusal(why) && say(refusal(why)));
    on(this.#media, "change", () => this.#soon());
    on(this.#root, "call:do", (does) => this.#do(does));
    on(this.#root, "call:admit", (seat) => call.admit(seat));
    on(this.#root, "call:turn-away", (seat) => call.turnAway(seat));
    on(this.#root, "call:write", (body) => chat.add(call.write(body), false));
    on(this.#root, "call:reading", () => this.#show());
    on(this.#root, "call:silent", () => this.#silent(true));
    this.#root.addEventListener("click", (event) => this.#click(event), { signal });
    this.#leaving(signal);
  }

  /** @param {AbortSignal} signal */
  #leaving(signal) {
    window.addEventListener("online", () => this.call.moveNetwork(), { signal });
    window.addEventListener("pagehide", () => this.call.suspend(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && location.reload(), { signal });
    window.addEventListener(
      "beforeunload",
      (event) => this.call.signalling.unconfirmed.size && event.preventDefault(),
      { signal },
    );
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (!button) return;
    if (button.closest("[data-device-note], [data-call-device-note]")) this.#mend();
    else if (button.closest("[data-sound-note]")) this.#silent(false);
    else this.#act(this.#does);
  }

  /** The one thing to do in a situation. @param {import("app/call/words.js").Does} does */
  #act(does) {
    const { back = "/", login = "/" } = this.#root.dataset;
    if (does === "enter" || does === "knock") this.call.comeIn();
    else if (does === "retry") this.call.retry();
    else if (does === "sign_in") location.assign(login);
    else if (does === "back") location.assign(back);
    else if (does) this.#again();
  }

  /** The page anew, and straight back into the call. */
  #again() {
    this.call.remember();
    location.reload();
  }

  /** @param {string} does */
  #do(does) {
    if (does === "microphone" || does === "camera") void this.#media.turn(does, !this.#media.shows[does]);
    else if (does === "devices") this.#devices.showModal();
    else if (does === "messages") this.desk.toggle();
    else if (does === "emergency") this.emergency.toggle();
    else if (does === "screen") this.sharing.toggle();
    else if (does === "leave") this.#leave();
  }

  get #devices() {
    return /** @type {HTMLDialogElement} */ (this.#root.querySelector("dialog#devices"));
  }

  #leave() {
    this.call.leave();
    if (this.#root.dataset.back) location.assign(this.#root.dataset.back);
  }

  #mend() {
    const { lost } = this.#media;
    const other = lost && this.#media.devices[lost.kind][0];
    if (lost && other) void this.#media.choose(lost.kind, other.id);
    else void this.#media.mend();
  }

  #missed() {
    this.desk.missed();
    this.#show();
  }

  /** @param {boolean} silent */
  #silent(silent) {
    part(this.#root, "sound-note").hidden = !silent;
    if (!silent) void this.stage.play();
  }

  #tick() {
    const { call } = this;
    if (call.stage === "in") write(part(this.#root, "length"), length(Date.now() - call.enteredAt));
    this.wayOut.show(call, performance.now());
    this.dataUse.look(call.connections.used, performance.now());
    if (call.situation === "early" || (call.stage === "lobby" && this.#does === "back")) this.#show();
  }

  /** Many things change in one moment; the page is drawn once. */
  #soon() {
    if (this.#due) return;
    this.#due = window.setTimeout(() => this.#show());
  }

  #show() {
    clearTimeout(this.#due);
    this.#due = 0;
    const { call, stage, lobby } = this;
    const inside = call.stage === "in";
    this.#say(inside);
    lobby.waiting = call.stage === "over" ? [] : call.waiting;
    part(this.#root, "lobby").hidden = inside;
    part(this.#root, "live").hidden = !inside;
    document.documentElement.classList.toggle("in-call", inside);
    part(this.#root, "expected").hidden = call.stage === "over";
    showExpected(part(this.#root, "expected"), call);
    this.#close(call.stage === "over");
    stage.hidden = !inside;
    if (inside) stage.show(facesOf(call));
    stage.speaker = this.#media.chosen.speaker ?? "";
    this.chat.open = inside;
    this.bar.show({
      shows: this.#media.shows,
      over: call.stage === "over",
      inside,
      reading: this.desk.reading,
      unread: this.desk.unread,
    });
    this.sharing.show(inside);
    this.awake.keep(inside);
    this.#arrive(inside);
  }

  /** After the end there is one thing to do; nothing can be chosen any more. @param {boolean} over */
  #close(over) {
    const panel = part(this.#root, "lobby");
    panel.classList.toggle("lobby--over", over);
    this.preview.hidden = over;
    for (const choice of panel.querySelectorAll("device-choice")) choice.toggleAttribute("hidden", over);
  }

  /** The button one has just pressed is gone: the keyboard goes on at the call. @param {boolean} inside */
  #arrive(inside) {
    if (inside && !this.#inside && document.activeElement === document.body) {
      /** @type {HTMLElement | null} */ (this.#root.querySelector("#main"))?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    this.#inside = inside;
  }

  /** The sentence of the situation, in the lobby's panel or under the pictures. @param {boolean} inside */
  #say(inside) {
    const { situation } = this.call;
    const said = wordsOf(situation, knownOf(this.call));
    const words = this.#root.dataset.visits ? forVisitor(situation, said) : said;
    this.#does = words.does;
    const panel = part(this.#root, "lobby");
    const note = part(this.#root, "note");
    note.className = `ladder${words.tone ? ` ladder--${words.tone}` : ""}`;
    // Whoever knocks says it better than “you are alone”.
    const told = situation === "alone" && this.call.waiting.length > 0;
    fill(note, inside && !told ? words : null);
    if (!inside) {
      write(part(panel, "title"), words.title);
      write(part(panel, "text"), words.text);
      const act = part(panel, "act");
      act.hidden = !words.label;
      act.classList.toggle("button--main", words.does !== "back" || this.call.stage === "over");
      write(act, words.label);
    }
    this.wayOut.show(this.call, performance.now());
    this.#sayOfDevices(inside);
  }

  /** @param {boolean} inside */
  #sayOfDevices(inside) {
    const media = this.#media;
    const other = media.lost ? (media.devices[media.lost.kind][0]?.label ?? "") : "";
    const words =
      this.call.stage === "over" || media.asking
        ? null
        : deviceWords({ ...media, taken: media.taken, other }, navigator.userAgent);
    const known = JSON.stringify([media.problems, media.lost, media.taken]);
    if (!inside) this.#accepted = known;
    fill(part(this.#root, "device-note"), inside ? null : words);
    fill(part(this.#root, "call-device-note"), inside && known !== this.#accepted ? words : null);
  }
}

/** A refused socket says nothing to a browser; the page behind the same door does. */
async function probe() {
  const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 500) return "away";
  if (answer.type === "opaqueredirect") return "signed_out";
  return answer.ok ? "there" : "gone";
}
