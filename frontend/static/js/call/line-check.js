/**
 * <line-check>: the check before entry. Measures step by step, says what it found and what to do about it, and shows
 * what the server makes of it.
 */
import { finding, STEPS, TITLES } from "app/call/check-words.js";
import { DeviceChoice } from "app/call/device-choice.js";
import { DevicePreview } from "app/call/device-preview.js";
import { measure, playTone } from "app/call/level.js";
import * as measuring from "app/call/measuring.js";
import { Media } from "app/call/media.js";
import { copyOf, part, write } from "app/call/parts.js";
import * as probes from "app/call/probes.js";

/** @typedef {import("app/call/check-words.js").Report} Report */
/** @typedef {import("app/call/check-words.js").Step} Step */
/** @typedef {import("app/call/check-words.js").Finding} Finding */
/** @typedef {import("app/call/check-words.js").Limits} Limits */

const LISTEN = 4000;
const HEARD = 12; // of 100: a voice at arm's length is far above, an empty room below

export class LineCheck extends HTMLElement {
  #media = new Media();
  #stop = new AbortController();
  /** @type {Map<Step, HTMLElement>} */
  #lines = new Map();

  connectedCallback() {
    const { signal } = this.#stop;
    for (const step of STEPS) this.#lines.set(step, this.#line(step));
    part(this, "steps").replaceChildren(...this.#lines.values());
    const start = /** @type {HTMLButtonElement} */ (part(this, "start"));
    start.addEventListener("click", () => void this.#run(), { signal });
    start.disabled = false; // not before somebody listens
    const [preview, choice] = [this.querySelector("device-preview"), this.querySelector("device-choice")];
    if (preview instanceof DevicePreview) preview.media = this.#media;
    if (choice instanceof DeviceChoice) choice.media = this.#media;
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#media.stop();
  }

  /** @param {Step} step */
  #line(step) {
    const line = copyOf(this, "template[data-step]");
    write(part(line, "title"), TITLES[step]());
    return line;
  }

  async #run() {
    const start = /** @type {HTMLButtonElement} */ (part(this, "start"));
    start.disabled = true;
    part(this, "verdict").replaceChildren();
    /** @type {Report} */
    const report = {
      browser: probes.browser(navigator.userAgent),
      camera: "untested",
      microphone: "untested",
      speaker: "untested",
      socket_ms: null,
      direct: false,
      relays: { udp: null, tcp: null, tls: null },
      echo: null,
      line: null,
    };
    this.#found("browser", report);
    await this.#devices(report);
    if (report.browser === "good") await this.#network(report);
    await this.#judge(report);
    start.disabled = false;
    write(start, gettext("Check again"));
  }

  /** @param {Report} report */
  async #devices(report) {
    this.#busy("camera");
    this.#busy("microphone");
    await this.#media.open();
    const { problems, tracks } = this.#media;
    report.camera = problems.camera ?? (tracks.video ? "good" : "missing");
    this.#found("camera", report);
    report.microphone = problems.microphone ?? (await this.#hear(tracks.audio));
    this.#found("microphone", report);
    this.#busy("speaker");
    report.speaker = await this.#ask();
    this.#found("speaker", report);
  }

  /** @param {MediaStreamTrack | null} track @returns {Promise<Report["microphone"]>} */
  async #hear(track) {
    if (!track) return "missing";
    let loudest = 0;
    const quiet = measure(track, (level) => {
      loudest = Math.max(loudest, level);
    });
    for (let waited = 0; waited < LISTEN && loudest < HEARD; waited += 200) await probes.pause(200);
    quiet();
    return loudest < HEARD ? "silent" : "good";
  }

  /** Plays a tone and waits for the answer. @returns {Promise<"good" | "unheard">} */
  async #ask() {
    const question = part(this, "question");
    question.hidden = false;
    /** @type {HTMLElement | null} */ (question.querySelector("[data-answer=good]"))?.focus();
    const play = () => playTone(this.#media.inUse("speaker"));
    void play();
    const answer = await new Promise((done) => {
      const heard = (/** @type {Event} */ event) => {
        const button = event.target instanceof Element ? event.target.closest("[data-answer]") : null;
        if (!(button instanceof HTMLElement)) return;
        if (button.dataset.answer === "again") return void play();
        question.removeEventListener("click", heard);
        done(button.dataset.answer);
      };
      question.addEventListener("click", heard, { signal: this.#stop.signal });
    });
    question.hidden = true;
    return answer;
  }

  /** @param {Report} report */
  async #network(report) {
    const ice = /** @type {RTCIceServer[]} */ (JSON.parse(this.dataset.ice ?? "[]"));
    const url = new URL(this.dataset.socket ?? "", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.#busy("socket");
    report.socket_ms = await probes.socket(url.href);
    this.#found("socket", report);
    this.#busy("direct");
    report.direct = await probes.finds({ iceServers: [] }, "host");
    this.#found("direct", report);
    this.#busy("relays");
    report.relays = await probes.relays(ice);
    this.#found("relays", report);
    this.#busy("echo");
    const tracks = Object.values(this.#media.tracks).filter((track) => track !== null);
    const { measured, words } = await measuring.echo(ice, tracks, (offer) => this.#answer(offer));
    report.echo = measured;
    this.#found("echo", report, words);
    this.#busy("line");
    report.line = await measuring.line(ice, tracks);
    this.#found("line", report);
  }

  /** What the media worker answers to an offer, or why it does not. @param {string} offer */
  async #answer(offer) {
    const answer = await this.#post(this.dataset.echo, { offer });
    const json = answer?.headers.get("Content-Type")?.startsWith("application/json");
    return /** @type {{ sdp?: string, words?: string }} */ (json ? await answer?.json() : {});
  }

  /** The server weighs it and keeps it with the seat. @param {Report} report */
  async #judge(report) {
    const answer = await this.#post(this.dataset.url, { report: JSON.stringify(report) });
    const verdict = part(this, "verdict");
    if (answer?.ok && !answer.redirected) verdict.innerHTML = await answer.text();
    else write(verdict, gettext("The server could not be reached, so nothing was kept. Check again in a moment."));
  }

  /** @param {string | undefined} url @param {Record<string, string>} fields */
  #post(url, fields) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.dataset.token ?? "");
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return fetch(url ?? "", { method: "POST", body, signal: this.#stop.signal }).catch(() => null);
  }

  /** @param {Step} step */
  #busy(step) {
    this.#show(step, { tone: "running", state: gettext("checking…"), text: "" });
  }

  /** @param {Step} step @param {Report} report @param {string} [because] of what was not tested */
  #found(step, report, because = "") {
    const limits = /** @type {Limits} */ (JSON.parse(this.dataset.limits ?? ""));
    const found = finding(step, report, navigator.userAgent, limits);
    this.#show(step, found.tone === "untested" ? { ...found, text: because } : found);
  }

  /** @param {Step} step @param {Finding} found */
  #show(step, { tone, state, text }) {
    const line = this.#lines.get(step);
    if (!line) return;
    line.className = `is-${tone}`;
    part(line, "mark").replaceChildren(copyOf(this, `template[data-icon=${tone}]`));
    write(part(line, "state"), state);
    write(part(line, "text"), text);
    part(line, "text").hidden = !text;
  }
}

customElements.define("line-check", LineCheck);
