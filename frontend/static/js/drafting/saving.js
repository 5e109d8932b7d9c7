/**
 * One form that saves itself: carries what is typed to this device at once and to the server soon, and tells how it
 * went. The rules of when are in queue.js, the meaning of answers in server.js.
 *
 * @typedef {import("app/drafting/queue.js").Fields} Fields
 * @typedef {import("app/drafting/server.js").Saved | import("app/drafting/server.js").Found |
 *   import("app/drafting/server.js").Closed | import("app/drafting/server.js").Trouble} Outcome
 */
import { differences, read, readRendered, titleOf, write } from "app/drafting/fields.js";
import { Notes, SavedLine } from "app/drafting/notes.js";
import { drawDanger, drawMeter, watchDanger } from "app/drafting/page-pieces.js";
import { putBack } from "app/drafting/putting-back.js";
import { Queue } from "app/drafting/queue.js";
import { DraftServer } from "app/drafting/server.js";
import { Store } from "app/drafting/store.js";
import { Tab } from "app/drafting/tabs.js";
import * as words from "app/drafting/words.js";
import { listed } from "app/listed.js";
import { say } from "app/toast.js";

const TOKEN = 'input[name="csrfmiddlewaretoken"]';
/** How long a field that came from elsewhere stays marked, in milliseconds. */
const MARKED = 6000;

const now = () => performance.now();

/** Every form of the page gets the fresh token: signing in again has made theirs useless. @param {string} token */
function renewTokens(token) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(TOKEN)))
    input.value = token;
}

export class Saving {
  #timer = 0;
  /** @type {Promise<string> | null} */
  #sending = null;
  /** Events that our own writing causes are not typing. */
  #writing = false;
  /** What ended the saving, if it has ended: closed, lost, stranger, left. */
  #over = "";

  /**
   * @param {HTMLElement} root
   * @param {HTMLFormElement} form
   */
  constructor(root, form) {
    const { url = "", version = "0", person = "", key = "", loginUrl = "" } = root.dataset;
    this.signIn = loginUrl;
    this.form = form;
    this.rendered = readRendered(form);
    this.seen = this.rendered;
    this.queue = new Queue(Number(version), this.rendered);
    this.store = new Store(person, key);
    const token = /** @type {HTMLInputElement | null} */ (form.querySelector(TOKEN))?.value ?? "";
    this.server = new DraftServer({ url, person, token });
    this.notes = new Notes(root);
    this.line = new SavedLine(root);
    this.tab = new Tab({ key, person, hear: (news, message) => this.#hear(news, message.clock ?? "") });
  }

  /** @param {boolean} stale whether the browser took the page from its memory */
  async begin(stale) {
    this.notice(); // typed before this module ran
    watchDanger(this.seen);
    await putBack(this);
    if (stale) await this.catchUp();
  }

  /** Nothing more happens here; what is in flight still arrives. */
  end() {
    clearTimeout(this.#timer);
    this.line.stop();
    this.tab.close();
  }

  /** Looks at the form, and keeps what is new in it. */
  notice() {
    if (this.#writing) return;
    const fields = read(this.form);
    const changed = differences(this.seen, fields);
    this.seen = fields;
    if (Object.keys(changed).length) this.#change(changed);
  }

  /** @param {Fields} fields */
  #change(fields) {
    watchDanger(this.seen);
    if (this.#over === "left") return; // signed out: nothing more is kept on this device
    this.queue.change(fields, now());
    for (const [name, values] of Object.entries(fields))
      this.store.keep(name, { values, bases: this.queue.bases(name), at: Date.now() });
    const titles = this.queue.oversize.map((name) => titleOf(this.form, name));
    if (titles.length) this.notes.show("too-long", { words: words.tooLong(listed(titles)) });
    else this.notes.hide("too-long", "too-much");
    if (this.queue.standing !== "ready") this.line.waiting(this.store.lasting);
    if (this.queue.standing === "stopped") this.line.stopped();
    this.schedule();
  }

  /**
   * Puts values into the form without taking them for typing. Returns the controls that hold them.
   *
   * @param {Fields} fields
   */
  #write(fields) {
    this.#writing = true;
    // An element that grows lines makes them first.
    this.form.dispatchEvent(new CustomEvent("xinqiao:put-back", { bubbles: true, detail: { fields } }));
    const written = Object.entries(fields).map(([name, values]) => write(this.form, name, values));
    this.#writing = false;
    this.seen = read(this.form);
    if (written.some((controls) => !controls.length))
      this.notes.show("missing", { on: { reload: () => void this.flush(3000).then(() => location.reload()) } });
    return written.flat();
  }

  /**
   * Puts values into the form as if they had been typed now.
   *
   * @param {Fields} fields
   */
  writeAsTyped(fields) {
    this.#write(fields);
    this.#change(fields);
    this.queue.urge();
    this.schedule();
  }

  /** What was kept of these fields is not wanted. @param {string[]} names */
  forget(names) {
    this.store.drop(names.filter((name) => !this.queue.pending.has(name)));
  }

  schedule() {
    clearTimeout(this.#timer);
    const wait = this.queue.wait(now());
    if (wait !== null) this.#timer = window.setTimeout(() => this.send(), wait);
  }

  /** Tries now, whatever failed before. */
  again() {
    this.queue.again();
    this.schedule();
  }

  /** The page may be gone in the next moment: sends before this call returns. */
  hurry() {
    this.notice();
    this.queue.again();
    void this.send(null);
  }

  /**
   * Sends what there is, one batch at a time. Resolves to what became of it.
   *
   * @param {Promise<void> | null} after
   */
  send(after = this.tab.ready) {
    this.#sending ??= this.#deliver(after).finally(() => {
      this.#sending = null;
      this.schedule();
    });
    return this.#sending;
  }

  /** @param {Promise<void> | null} after */
  async #deliver(after) {
    if (after) await after;
    if (this.queue.standing === "expired") {
      const answer = await this.look();
      if (answer.kind !== "found") return answer.kind;
    }
    const batch = this.queue.take();
    if (!batch) return navigator.onLine ? "saved" : (await this.look()).kind;
    this.line.saving();
    return this.#settle(await this.server.save(batch, this.tab.name)).kind;
  }

  /** Asks the server how things stand. */
  async look() {
    return this.#settle(await this.server.look());
  }

  /**
   * @template {Outcome} T
   * @param {T} outcome
   * @returns {T}
   */
  #settle(outcome) {
    if (this.server.renewed) renewTokens(this.server.token);
    if (this.#over) return outcome;
    if (outcome.kind === "saved") this.#saved(outcome);
    else if (outcome.kind === "found") this.#isBack(outcome.clock);
    else this.#trouble(outcome);
    return outcome;
  }

  /** @param {import("app/drafting/server.js").Saved} answer */
  #saved(answer) {
    this.store.drop(this.queue.confirm(answer.version));
    this.#isBack(answer.clock);
    drawMeter(answer.meter);
    drawDanger(answer.danger);
    this.tab.saved(answer.clock);
    if (answer.otherTab) this.#tellWritten(words.written(answer.other, ""));
  }

  /** @param {string} clock */
  #isBack(clock) {
    this.queue.resume();
    this.notes.allWell();
    if (!this.queue.pending.size && clock) this.line.saved(clock);
  }

  /** @param {import("app/drafting/server.js").Closed | import("app/drafting/server.js").Trouble} answer */
  #trouble(answer) {
    // Signed in again, and no right to write here: most likely it is not the same person.
    const back = this.queue.standing === "expired" && (answer.kind === "closed" || answer.kind === "lost");
    const kind = back ? "stranger" : answer.kind;
    const passing = kind === "offline" || kind === "failing";
    if (passing) this.queue.fail(now(), Math.random());
    else if (kind === "expired") this.queue.expire(now());
    else if (kind === "too-much") this.queue.refuse();
    else this.stop(kind);
    if (!this.#over) this.line.waiting(this.store.lasting);
    // A single failure is mostly gone with the next try.
    if (passing && this.queue.failures < 2 && navigator.onLine) return;
    this.notes.show(kind, { url: answer.kind === "closed" ? answer.url : this.signIn });
  }

  /**
   * Saves no more, and says so.
   *
   * @param {"closed" | "lost" | "stranger" | "left"} why
   */
  stop(why) {
    this.#over = why;
    this.queue.stop();
    this.notes.allWell();
    this.notes.show(why);
    this.line.stopped();
  }

  /**
   * Saves everything now. Resolves to "saved", or to what stood in the way.
   *
   * @param {number} limit milliseconds; after that it counts as failing
   * @returns {Promise<string>}
   */
  async flush(limit) {
    this.notice();
    const end = now() + limit;
    let last = "saved";
    do {
      if (this.#over) return this.#over;
      this.queue.again();
      const late = new Promise((resolve) => setTimeout(resolve, Math.max(0, end - now()), "failing"));
      last = /** @type {string} */ (await Promise.race([this.send(), late]));
    } while (last === "saved" && this.queue.wait(now()) !== null);
    return this.#over || last;
  }

  /** Takes over what the server holds and nobody is writing here. Returns the controls that changed, if it answered. */
  async catchUp() {
    const found = await this.look();
    if (found.kind !== "found") return null;
    return this.#write(this.queue.learn(found.version, found.fields));
  }

  /** @param {string} text */
  #tellWritten(text) {
    this.notes.hide("elsewhere");
    this.notes.show("written", { words: text, on: { show: () => void this.#showWritten() } });
  }

  async #showWritten() {
    const controls = await this.catchUp();
    if (!controls) return;
    this.notes.hide("written");
    const places = new Set(controls.map((control) => control.closest(".field") ?? control));
    say(words.shown(places.size));
    for (const place of places) {
      place.classList.add("is-fresh");
      setTimeout(() => place.classList.remove("is-fresh"), MARKED);
    }
  }

  /**
   * @param {import("app/drafting/tabs.js").News} news
   * @param {string} clock
   */
  #hear(news, clock) {
    if (this.#over) return;
    if (news === "here" && !this.notes.shown("written")) this.notes.show("elsewhere");
    if (news === "gone") this.notes.hide("elsewhere");
    if (news === "saved") this.#tellWritten(words.written("", clock));
    if (news === "signed-out") this.stop("left");
  }
}
