/**
 * <notice-bell data-count-url="…" data-socket="…">: the unread count, asked every half minute and whenever the socket
 * stirs; and the alarms under the bar. An alarm rings once in this browser and stays until the server takes it away.
 * Whatever else follows alarms on the page hears `xinqiao:stirred` on the document.
 */
import { ring, unlock } from "app/alarm-tone.js";
import { asCount, patience, sift, spoken, titled } from "app/notices.js";
import { learn } from "app/server-clock.js";

const EVERY = 30_000;
const HEARD = "alarms-heard";

/** @typedef {import("app/notices.js").Alarm} Alarm */

class NoticeBell extends HTMLElement {
  #stop = new AbortController();
  #poll = 0;
  #retry = 0;
  #failures = 0;
  #owed = false;
  #greeted = false;
  /** @type {WebSocket | null} */
  #socket = null;

  connectedCallback() {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => this.#wake(), { signal });
    this.#poll = window.setInterval(() => this.#ask(), EVERY);
    this.#heed(this.#standing());
    this.#listen();
  }

  disconnectedCallback() {
    this.#stop.abort();
    clearInterval(this.#poll);
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  /** Asks the server how things stand. A failure is silent: the next half minute asks again. */
  async #ask() {
    const { signal } = this.#stop;
    const headers = { accept: "application/json" };
    const response = await fetch(this.dataset.countUrl ?? "", { headers, signal }).catch(() => null);
    if (!response) return;
    learn(response);
    if (response.redirected || response.status === 401 || response.status === 403) return this.#signedOut();
    const count = asCount(await response.json().catch(() => null));
    if (count && !signal.aborted) this.#show(count);
  }

  #signedOut() {
    clearInterval(this.#poll);
    this.#socket?.close();
    document.dispatchEvent(new CustomEvent("xinqiao:signed-out"));
  }

  /** @param {import("app/notices.js").Count} count */
  #show({ unread, alarms }) {
    const badge = /** @type {HTMLElement | null} */ (this.querySelector("[data-count]"));
    if (badge) {
      badge.textContent = unread > 99 ? "99+" : String(unread);
      badge.hidden = unread === 0;
    }
    const words = this.querySelector("[data-words]");
    if (words) words.textContent = spoken(unread);
    document.title = titled(document.title, unread);
    this.#list(alarms);
    this.#heed(alarms);
  }

  get #board() {
    return document.getElementById("alarms");
  }

  /** The alarms the page came with. @returns {Alarm[]} */
  #standing() {
    const links = this.#board?.querySelectorAll("ul a") ?? [];
    return [...links].map((link) => ({ url: link.getAttribute("href") ?? "", text: link.textContent ?? "" }));
  }

  /** @param {Alarm[]} alarms */
  #list(alarms) {
    const board = this.#board;
    const pattern = board?.querySelector("template")?.content;
    const before = this.#standing().map((alarm) => alarm.url + alarm.text);
    const same = before.length === alarms.length && alarms.every((alarm) => before.includes(alarm.url + alarm.text));
    if (!board || !pattern || same) return; // written anew it would be read out anew
    const rows = alarms.map(({ url, text }) => {
      const row = /** @type {DocumentFragment} */ (pattern.cloneNode(true));
      const link = /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
      link.setAttribute("href", url);
      link.textContent = text;
      return row;
    });
    board.querySelector("ul")?.replaceChildren(...rows);
    board.hidden = alarms.length === 0;
  }

  /** Rings for what has not rung yet. @param {Alarm[]} alarms */
  #heed(alarms) {
    const { fresh, heard } = sift(alarms, JSON.parse(sessionStorage.getItem(HEARD) ?? "[]"));
    sessionStorage.setItem(HEARD, JSON.stringify(heard));
    if (fresh.length) this.#owed = !ring();
    if (!alarms.length) this.#owed = false;
    this.#admit();
  }

  /** The first press on the page lets it sound; an alarm that could not be heard rings then. */
  async #wake() {
    if (!(await unlock()) || !this.#owed) return;
    this.#owed = !ring();
    this.#admit();
  }

  /** Says that the sound is off, rather than let anybody rely on it. */
  #admit() {
    const line = /** @type {HTMLElement | null | undefined} */ (this.#board?.querySelector("[data-sound]"));
    if (line) line.hidden = !this.#owed;
  }

  #listen() {
    if (!this.dataset.socket || this.#stop.signal.aborted) return;
    const address = new URL(this.dataset.socket, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#failures = 0;
      this.#ask();
    });
    let greeted = this.#greeted; // the page has just come from the server: the first word of the first socket is not news
    this.#greeted = true;
    socket.addEventListener("message", () => {
      this.#ask();
      if (greeted) document.dispatchEvent(new Event("xinqiao:stirred"));
      greeted = true;
    });
    socket.addEventListener("close", () => {
      if (this.#stop.signal.aborted) return;
      this.#retry = window.setTimeout(() => this.#listen(), patience(this.#failures));
      this.#failures += 1;
    });
  }
}

customElements.define("notice-bell", NoticeBell);
